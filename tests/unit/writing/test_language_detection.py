# SPDX-License-Identifier: Apache-2.0
"""Languages of short texts."""

import pytest

from aiprod.film.errors import UserError
from aiprod.writing import read_brief
from aiprod.writing.detection import detect, preferred

ENGLISH = """A lighthouse keeper finds a message in a bottle
A cat
Two sisters
Nobody knows
The last train
Lost dog
My grandmother dances
A boy and his kite
Silence at sea
She sings
Children play football
A baker meets a robot
An old man waits for the bus
The girl who talked to whales
Three friends build a rocket
It rains on the city
A thief returns a painting
Someone knocks at the door
A letter from the moon
Where is the key?
The clock stops at midnight
A soldier comes home
Why does the robot cry?
The wind takes her hat
A pilot lands in the desert
The gardener plants one seed
He forgot her name
A dragon is afraid of fire
The queen runs away
Our last summer
I never said goodbye
They dance in the kitchen
A thriller about a night guard
The fisherman and the star
What the mirror saw
A violin in the snow
One hour before dawn
The postman reads the letters
Her brother builds a boat
A wolf follows a child
No one leaves the island
Small town, big secret
The teacher hides a dog
A ghost learns to cook
The sea gives back a ring
Every night he calls
A clown loses his smile
Winter in the mountains
The river remembers
A spaceship and a stowaway""".splitlines()
FRENCH = """Un gardien de phare trouve une bouteille à la mer
Un chat
Deux sœurs
Personne ne sait
Le dernier train
Chien perdu
Ma grand-mère danse
Un garçon et son cerf-volant
Silence en mer
Elle chante
Des enfants jouent au football
Une boulangere repare un robot
Un vieil homme attend le bus
La fille qui parlait aux baleines
Trois amis construisent une fusée
Il pleut sur la ville
Un voleur rend un tableau
Quelqu'un frappe à la porte
Une lettre de la lune
Où est la clé ?
L'horloge s'arrête à minuit
Un soldat rentre chez lui
Pourquoi le robot pleure-t-il ?
Le vent emporte son chapeau
Un pilote se pose dans le désert
Le jardinier plante une graine
Il a oublié son nom
Un dragon a peur du feu
La reine s'enfuit
Notre dernier été
Je n'ai jamais dit au revoir
Ils dansent dans la cuisine
Un polar sur un veilleur de nuit
Le pêcheur et l'étoile
Ce que le miroir a vu
Un violon dans la neige
Une heure avant l'aube
Le facteur lit les lettres
Son frère construit un bateau
Un loup suit une enfant
Personne ne quitte l'île
Petite ville, grand secret
L'institutrice cache un chien
Un fantôme apprend à cuisiner
La mer rend une bague
Chaque nuit il appelle
Un clown perd son sourire
L'hiver en montagne
La rivière se souvient
Un vaisseau et une passagère""".splitlines()
OTHERS = """Un gato encuentra una llave en la playa
El niño y el mar
Ein alter Mann findet einen Brief
Der Hund und die Katze
Un vecchio trova una lettera nella bottiglia
La ragazza di Roma cerca il suo cane
Um velho encontra uma carta na praia
O menino e o mar
Een oude man vindt een brief
Stary latarnik znajduje list
En gammal man hittar ett brev
Старик находит письмо
老人在海边发现一封信
浜辺で手紙を見つける
노인이 편지를 발견한다
שומר המגדלור מוצא מכתב""".splitlines()


def test_short_texts_are_told_apart():
    wrong = [text for text in ENGLISH if preferred(text).language != "en"] + [
        text for text in FRENCH if preferred(text).language != "fr"
    ]
    assert len(ENGLISH) + len(FRENCH) == 100
    assert wrong == []


def test_briefs_in_both_languages_are_accepted():
    refused = []
    for language, texts in (("en", ENGLISH), ("fr", FRENCH)):
        for text in texts:
            try:
                found = read_brief(text).brief.language
            except UserError as error:
                found = str(error)
            if found != language:
                refused.append((text, found))
    assert refused == []


@pytest.mark.parametrize("text", OTHERS)
def test_another_language_is_refused_and_says_what_is_supported(text):
    with pytest.raises(UserError, match=r"English or French.*--lang"):
        read_brief(text)


def test_a_chosen_language_wins():
    assert read_brief("Un gato encuentra una llave", language="fr").brief.language == "fr"
    assert read_brief("Ein Hund", language="EN").brief.language == "en"
    with pytest.raises(UserError, match="not a language of the studio"):
        read_brief("Ein Hund", language="de")


def test_a_named_language_is_named_in_the_error():
    assert detect("Ein alter Mann findet einen Brief").language == "de"
    with pytest.raises(UserError, match="German"):
        read_brief("Ein alter Mann findet einen Brief und geht nach Hause")
