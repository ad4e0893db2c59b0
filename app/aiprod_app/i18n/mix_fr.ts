<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>BarMeter</name>
    <message>
        <source>Too loud: {level} dBTP at most; click to put the light out</source>
        <translation>Trop fort&#xa0;: {level} dBTP au plus&#xa0;; cliquez pour éteindre le voyant</translation>
    </message>
    <message>
        <source>At most {level} dBTP</source>
        <translation>Au plus {level} dBTP</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>No clip is chosen</source>
        <translation>Aucun clip choisi</translation>
    </message>
    <message>
        <source>{clip}, point {number} of {count}: {gain} dB at {time} s</source>
        <translation>{clip}, point {number} sur {count}&#xa0;: {gain} dB à {time} s</translation>
    </message>
    <message>
        <source>{clip}: {gain} dB, {points}</source>
        <translation>{clip}&#xa0;: {gain} dB, {points}</translation>
    </message>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChannelStrip</name>
    <message>
        <source>Show the equaliser, compressor and ducking of {bus}</source>
        <translation>Montrer l’égaliseur, le compresseur et le ducking&#xa0;: {bus}</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>Mute {bus}</source>
        <translation>Couper&#xa0;: {bus}</translation>
    </message>
    <message>
        <source>Solo {bus}</source>
        <translation>Solo&#xa0;: {bus}</translation>
    </message>
    <message>
        <source>Level of {bus}</source>
        <translation>Niveau&#xa0;: {bus}</translation>
    </message>
    <message>
        <source>Drag, Shift for less; double click for 0 dB</source>
        <translation>Glisser, Maj pour affiner&#xa0;; double-clic pour 0 dB</translation>
    </message>
    <message>
        <source>Meter of {bus}</source>
        <translation>Crête-mètre&#xa0;: {bus}</translation>
    </message>
</context>
<context>
    <name>CompressorSection</name>
    <message>
        <source>Threshold</source>
        <translation>Seuil</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>Taux</translation>
    </message>
    <message>
        <source>Attack</source>
        <translation>Attaque</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Knee</source>
        <translation>Coude</translation>
    </message>
    <message>
        <source>Make-up</source>
        <translation>Compensation</translation>
    </message>
    <message>
        <source>What goes in against what comes out</source>
        <translation>Ce qui entre, face à ce qui sort</translation>
    </message>
</context>
<context>
    <name>DuckingPlot</name>
    <message>
        <source>somebody speaks</source>
        <translation>quelqu’un parle</translation>
    </message>
</context>
<context>
    <name>DuckingSection</name>
    <message>
        <source>Depth</source>
        <translation>Profondeur</translation>
    </message>
    <message>
        <source>Ahead</source>
        <translation>Anticipation</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Maintien</translation>
    </message>
    <message>
        <source>How the bus gives way to a line</source>
        <translation>Comment le bus s’efface devant une réplique</translation>
    </message>
</context>
<context>
    <name>EqSection</name>
    <message>
        <source>Kind of band {number}</source>
        <translation>Type de la bande {number}</translation>
    </message>
    <message>
        <source>Frequency of band {number}</source>
        <translation>Fréquence de la bande {number}</translation>
    </message>
    <message>
        <source>Gain of band {number}</source>
        <translation>Gain de la bande {number}</translation>
    </message>
    <message>
        <source>Q of band {number}</source>
        <translation>Q de la bande {number}</translation>
    </message>
    <message>
        <source>Remove band {number}</source>
        <translation>Retirer la bande {number}</translation>
    </message>
    <message>
        <source>Add a band</source>
        <translation>Ajouter une bande</translation>
    </message>
    <message>
        <source>What the equaliser does</source>
        <translation>Ce que fait l’égaliseur</translation>
    </message>
</context>
<context>
    <name>LaneHead</name>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>Mute the track {track}</source>
        <translation>Couper la piste {track}</translation>
    </message>
    <message>
        <source>Solo the track {track}</source>
        <translation>Solo de la piste {track}</translation>
    </message>
</context>
<context>
    <name>LaneView</name>
    <message>
        <source>Tracks of sound</source>
        <translation>Pistes de son</translation>
    </message>
    <message>
        <source>The line on a clip is its gain: drag it; double click to add a point or take one away.
Arrows choose a clip and change its gain, P adds a point at the playhead, [ and ] choose one, Delete takes it away.</source>
        <translation>La ligne d’un clip est son gain&#xa0;: tirez-la&#xa0;; double-clic pour ajouter ou ôter un point.
Les flèches choisissent un clip et changent son gain, P ajoute un point à la tête de lecture, [ et ] en choisissent un, Suppr l’ôte.</translation>
    </message>
    <message>
        <source>What is seen of the film</source>
        <translation>La partie visible du film</translation>
    </message>
    <message>
        <source>Loudness of the mix
line: 3 s · area: 0.4 s
dashes: target</source>
        <translation>Loudness du mixage
ligne&#xa0;: 3 s · aire&#xa0;: 0,4 s
tirets&#xa0;: cible</translation>
    </message>
</context>
<context>
    <name>LoudnessPanel</name>
    <message>
        <source>Integrated {integrated} LUFS, short-term {short}, momentary {momentary}</source>
        <translation>Intégrée {integrated} LUFS, court terme {short}, momentanée {momentary}</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Loudness</translation>
    </message>
    <message>
        <source>Integrated loudness, as heard since playing began</source>
        <translation>Loudness intégrée, depuis le début de la lecture</translation>
    </message>
    <message>
        <source>Momentary, short-term and integrated loudness about the target</source>
        <translation>Loudness momentanée, à court terme et intégrée autour de la cible</translation>
    </message>
    <message>
        <source>heard</source>
        <translation>entendu</translation>
    </message>
    <message>
        <source>last mix</source>
        <translation>dernier mixage</translation>
    </message>
    <message>
        <source>Integrated</source>
        <translation>Intégrée</translation>
    </message>
    <message>
        <source>Short-term, 3 s</source>
        <translation>Court terme, 3 s</translation>
    </message>
    <message>
        <source>Momentary, 0.4 s</source>
        <translation>Momentanée, 0,4 s</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Plage</translation>
    </message>
    <message>
        <source>True peak</source>
        <translation>Crête vraie</translation>
    </message>
    <message>
        <source>Dialogue</source>
        <translation>Dialogues</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Cible</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Niveau</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Canaux</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Compte</translation>
    </message>
    <message>
        <source>Ceiling</source>
        <translation>Plafond</translation>
    </message>
    <message>
        <source>What stands at the target</source>
        <translation>Ce qui se tient à la cible</translation>
    </message>
    <message>
        <source>No true peak goes above it</source>
        <translation>Aucune crête vraie ne le dépasse</translation>
    </message>
    <message>
        <source>{name} ({lufs} LUFS)</source>
        <translation>{name} ({lufs} LUFS)</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>Personnelle</translation>
    </message>
    <message>
        <source>Lines sound in the room of their scene</source>
        <translation>Les répliques sonnent dans le lieu de leur scène</translation>
    </message>
    <message>
        <source>Mix now</source>
        <translation>Mixer maintenant</translation>
    </message>
    <message>
        <source>Have the engine make the real mix, with equalisers, compressors, rooms and limiter</source>
        <translation>Faire faire au moteur le vrai mixage, avec égaliseurs, compresseurs, lieux et limiteur</translation>
    </message>
</context>
<context>
    <name>MasterStrip</name>
    <message>
        <source>Master</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>Meter of the programme</source>
        <translation>Crête-mètre du programme</translation>
    </message>
    <message>
        <source>Highest true peak; click the meter to put its lights out</source>
        <translation>Crête vraie la plus haute&#xa0;; cliquez sur le crête-mètre pour éteindre ses voyants</translation>
    </message>
</context>
<context>
    <name>Mix</name>
    <message>
        <source>Dialogue</source>
        <translation>Dialogues</translation>
    </message>
    <message>
        <source>Music</source>
        <translation>Musique</translation>
    </message>
    <message>
        <source>Ambience</source>
        <translation>Ambiances</translation>
    </message>
    <message>
        <source>Effects</source>
        <translation>Effets</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>Streaming</translation>
    </message>
    <message>
        <source>music and video platforms</source>
        <translation>plates-formes de musique et de vidéo</translation>
    </message>
    <message>
        <source>Web</source>
        <translation>Web</translation>
    </message>
    <message>
        <source>AES TD1008, internet audio</source>
        <translation>AES TD1008, audio sur Internet</translation>
    </message>
    <message>
        <source>Broadcast, Europe</source>
        <translation>Télévision, Europe</translation>
    </message>
    <message>
        <source>EBU R 128</source>
        <translation>UER R 128</translation>
    </message>
    <message>
        <source>Broadcast, America</source>
        <translation>Télévision, Amérique</translation>
    </message>
    <message>
        <source>ATSC A/85</source>
        <translation>ATSC A/85</translation>
    </message>
    <message>
        <source>Film on a platform</source>
        <translation>Film de plate-forme</translation>
    </message>
    <message>
        <source>Netflix Sound Mix Specifications v1.6</source>
        <translation>Netflix Sound Mix Specifications v1.6</translation>
    </message>
    <message>
        <source>Stereo</source>
        <translation>Stéréo</translation>
    </message>
    <message>
        <source>5.1 surround</source>
        <translation>5.1 multicanal</translation>
    </message>
    <message>
        <source>Binaural, for headphones</source>
        <translation>Binaural, au casque</translation>
    </message>
    <message>
        <source>The whole programme</source>
        <translation>Tout le programme</translation>
    </message>
    <message>
        <source>The dialogue</source>
        <translation>Les dialogues</translation>
    </message>
    <message>
        <source>High pass</source>
        <translation>Passe-haut</translation>
    </message>
    <message>
        <source>Low pass</source>
        <translation>Passe-bas</translation>
    </message>
    <message>
        <source>Low shelf</source>
        <translation>Plateau grave</translation>
    </message>
    <message>
        <source>High shelf</source>
        <translation>Plateau aigu</translation>
    </message>
    <message>
        <source>Bell</source>
        <translation>Cloche</translation>
    </message>
</context>
<context>
    <name>MixPage</name>
    <message>
        <source>No compressor</source>
        <translation>Sans compresseur</translation>
    </message>
    <message>
        <source>Compressor {ratio} : 1</source>
        <translation>Compresseur {ratio}&#xa0;: 1</translation>
    </message>
    <message>
        <source>Ducking {depth} dB</source>
        <translation>Ducking {depth} dB</translation>
    </message>
    <message>
        <source>No ducking</source>
        <translation>Sans ducking</translation>
    </message>
    <message>
        <source>Open a film, or make a new one, to mix it.</source>
        <translation>Ouvrez un film ou créez-en un pour le mixer.</translation>
    </message>
    <message>
        <source>Go to the script</source>
        <translation>Aller au scénario</translation>
    </message>
    <message>
        <source>No film is open</source>
        <translation>Aucun film ouvert</translation>
    </message>
    <message>
        <source>Lines are spoken and music is written when the film is made.</source>
        <translation>Les répliques sont dites et la musique écrite quand le film est fabriqué.</translation>
    </message>
    <message>
        <source>Go to the board</source>
        <translation>Aller au storyboard</translation>
    </message>
    <message>
        <source>There is no sound yet</source>
        <translation>Pas encore de son</translation>
    </message>
    <message>
        <source>The film is being made: the jobs tell how far it is.</source>
        <translation>Le film est en fabrication&#xa0;: les tâches disent où il en est.</translation>
    </message>
    <message>
        <source>You hear the finished mix.</source>
        <translation>Vous entendez le mixage final.</translation>
    </message>
    <message>
        <source>You hear a rough mix. The engine is away: the real mix has to wait for it.</source>
        <translation>Vous entendez un mixage provisoire. Le moteur est absent&#xa0;: le vrai mixage doit l’attendre.</translation>
    </message>
    <message>
        <source>You hear a rough mix: something changed since the last real one.</source>
        <translation>Vous entendez un mixage provisoire&#xa0;: quelque chose a changé depuis le dernier.</translation>
    </message>
</context>
<context>
    <name>Processors</name>
    <message>
        <source>Equaliser</source>
        <translation>Égaliseur</translation>
    </message>
    <message>
        <source>Compressor</source>
        <translation>Compresseur</translation>
    </message>
    <message>
        <source>Ducking</source>
        <translation>Ducking</translation>
    </message>
    <message>
        <source>Surround</source>
        <translation>Multicanal</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>Set by you</source>
        <translation>Réglé par vous</translation>
    </message>
    <message>
        <source>As the studio does it</source>
        <translation>Comme le fait le studio</translation>
    </message>
    <message>
        <source>Leave it to the studio</source>
        <translation>Laisser au studio</translation>
    </message>
</context>
<context>
    <name>SurroundSection</name>
    <message>
        <source>Around the audience</source>
        <translation>Autour du public</translation>
    </message>
    <message>
        <source>Low end to the LFE</source>
        <translation>Graves vers le LFE</translation>
    </message>
</context>
</TS>
