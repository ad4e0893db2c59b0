# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 (tables of words and sentences, one entry a line)
"""The English writer's material: what happens, what is said, what is seen.

Beats are written `function kinds conditions` on a line, then actions (A), the hero's lines (H), the partner's (P), the hero's
thoughts (V) and the narrator's (N), each line ending in `| emotion`. `!` before a line keeps it when time is short.
Slots are in braces; see `grammar`.
"""

BEATS = """
disturbance quest @out
A: Something is lying where nothing lay yesterday: {thing.a}. {hero} picks it up, turns it over, looks around. Nobody.
H: Somebody is missing you. | tenderness
!H: All right. Let's find out who. | determination

disturbance repair @home
A: A dry click. {thing.the} stops dead. {hero} taps it once, twice. Nothing.
!H: No. No, no. Not today. | fear
H: You were the one thing here that worked. | irony

disturbance encounter partner @same
A: A shadow falls across {hero}. {partner} is standing there, out of breath, holding {thing.a}.
P: You're the only light I could see. | weariness
!H: You'd better come in, then. | neutral

disturbance secret @home
A: Behind a loose board, {hero} finds {thing.a} wrapped in cloth. On the cloth, a name: {hero.his} own.
!H: That's my name. | surprise
H: Who hid you here? | fear

disturbance loss @same
A: {hero} reaches for {thing.the}. The hand closes on air. {hero.He} turns out one pocket, then every pocket.
!H: It was here. It was right here. | fear

disturbance journey @home
A: Under the door, a folded note. {hero} reads it standing, then takes down {thing.the} and a coat.
H: Before dark, it says. | fear
!H: Then I'd better walk fast. | determination

disturbance contest partner @out
A: A poster, still wet with glue. {hero} reads it. So does {partner}, at {hero.his} shoulder, smiling.
P: You're not thinking of entering. | irony
!H: I wasn't. Until now. | determination

disturbance rescue partner @out
A: A cry. {hero} spins round. Far off, {partner} is hanging on with one hand, and the hand is slipping.
!P: Here! Over here! | fear
H: Don't let go! | determination

disturbance discovery @out
A: A light where there should be none. {hero} follows it, one step, then another, and finds {thing.a}, warm to the touch.
!H: What are you? | surprise
H: And how long have you been waiting? | tenderness

disturbance farewell partner @home
A: A packed bag by the door. {partner} is already wearing a coat. On the table between them, {thing.a}.
P: It's only for a year. | sadness
!H: You said that about the last one. | irony

attempt quest partner @out
A: {hero} shows {thing.the} to everyone who passes. Heads shake. Then {partner} stops walking.
H: Is this yours? | neutral
!P: No. But I know who cried over it. | sadness

attempt quest partner @town
A: Door after door. {hero} holds out {thing.the}; door after door closes. At the last one, {partner} does not close it.
P: Where did you get that? | surprise
!H: It found me. I'm only the delivery. | irony

attempt repair partner @home
A: Parts everywhere. {hero} works with a spoon, some string and very little patience. {partner} holds the lamp.
P: Do you know what you're doing? | irony
!H: I know what it used to do. | determination

attempt repair @home
A: Night has moved on by hours. {hero}, sleeves rolled, fits the last piece. It does not fit. {hero.He} turns it over. It does.
!H: Come on. One more try. | weariness
H: You and me both. | tenderness

attempt encounter partner @same
A: {hero} and {partner} sit down, far apart, with {thing.the} between them. {hero} slides over half a sandwich.
P: I don't need anything. | anger
!H: Good. It isn't a very good sandwich. | irony

attempt encounter partner @out
A: {hero} walks; {partner} walks ten paces behind. {hero} stops. {partner} stops.
H: Are you following me? | surprise
!P: I was hoping you knew the way. | irony

attempt secret partner @same
A: {hero} puts {thing.the} down in front of {partner}. {partner} looks at it too long.
!H: You knew. | anger
P: I promised I'd never be the one to tell you. | sadness

attempt secret @town
A: {hero} follows the trail of {thing.the}: a street, a stairway, a door painted shut. {hero.He} puts a shoulder to it.
!H: Nobody paints a door for nothing. | determination

attempt loss partner @out
A: {hero} looks under everything, asks everyone, starts again. {partner} joins in without being asked.
P: What does it look like? | neutral
!H: Like nothing much. It's mine, that's all. | sadness

attempt loss @far
A: Step by step, {hero} walks the whole day backwards: this corner, that wall, the place {hero.he} sat and laughed.
!V: You lose a thing in one second. You look for it all your life. | sadness

attempt journey partner @far
A: The path forks and the map is wrong. {hero} holds it one way up, then the other. {partner} simply points.
H: How can you be sure? | weariness
!P: I came back that way once. Nobody comes back for fun. | irony

attempt journey @far
A: {hero} walks into the weather with {thing.the} held tight under the coat. The lights behind grow small, then few.
!H: Halfway. It has to be halfway. | weariness

attempt contest partner @out
A: Side by side, {hero} and {partner} prepare. {hero} has {thing.an_old}. {partner} has everything else.
P: That thing belongs in a museum. | irony
!H: So do the best things. | determination

attempt contest partner @same
A: {hero} tries, falls, tries. By evening there is a small crowd of children, counting out loud.
P: Give up yet? | irony
!H: I'm only now getting good at falling. | irony

attempt rescue partner @far
A: {hero} ties {thing.the} to a rope, the rope to a post, and goes in where no one goes. {partner} sees a hand, and takes it.
!H: Look at me. Only at me. | determination
P: I can't feel my fingers. | fear

attempt rescue partner @out
A: The way through is blocked. {hero} stops, looks up, and starts to climb.
P: You'll never make it! | fear
!H: Then talk to me while I don't! | determination

attempt discovery partner @same
A: {hero} opens both hands. {thing.the} gives off a faint hum. {partner} leans in and forgets to breathe.
P: Does it do anything else? | surprise
!H: It waits. I think it's very good at waiting. | tenderness

attempt discovery @home
A: Back inside, {hero} draws {thing.the} from every side, measures it, listens to it. It is a little bigger than this morning.
!H: You're growing. Of course you're growing. | surprise

attempt farewell partner @out
A: They walk slower than they need to. {hero} carries the bag; {partner} carries {thing.the}. Neither looks at the clock.
H: You'll forget the way back. | sadness
!P: Then leave a light on. | tenderness

attempt farewell partner @same
A: {hero} makes tea for two as if it were any other day. {partner} counts the cups on the shelf.
P: Say something. | sadness
!H: You'll want the blue one. Take the blue one. | tenderness

reversal quest partner @town
A: An empty house, a name scratched out on the letterbox. {hero} sits down on the step with {thing.the}.
!H: We're too late. | sadness
P: Turn it over. There's a second name. | surprise

reversal quest partner @same
A: {partner} takes {thing.the}, looks at the bottom, and goes very still.
P: I made this mark. I was six. | surprise
!H: Then I've been looking for you all day. | joy

reversal repair @home
A: A spark. {thing.the} shudders, hums, goes dark for good. {hero} puts down the tools, and hears it: outside, an answer.
!H: It was never broken. It was calling. | surprise

reversal repair partner @home
A: {hero} throws the tool down. {partner} picks it up, wipes it, and tightens one small screw. A light comes on.
!H: Who taught you that? | surprise
P: You did. You just don't listen to yourself. | tenderness

reversal encounter partner @home
A: {partner} empties a pocket onto the table. Among the coins, a photograph: this very room, years ago.
H: Where did you get that? | fear
!P: I was born in the next room. | tenderness

reversal encounter partner @out
A: {hero} turns round. The bench is empty. Only {thing.the} is left, and a note in a careful hand.
!V: "You didn't ask me anything. Thank you." | tenderness

reversal secret partner @home
A: {hero} opens {thing.the} at last. Inside there is no treasure: a lock of hair, a ticket, a list of every birthday.
!H: All these years, you wrote them down. | sadness
P: I wasn't allowed to come. I was allowed to count. | tenderness

reversal secret @far
A: The door gives. Behind it, a room exactly like {hero.his} own, down to the cup on the table. The cup is warm.
!H: Somebody still lives here. | fear

reversal loss partner @out
A: {partner} opens a hand. There is {thing.the}, cleaned, mended, better than before.
P: I meant to give it back. I got used to it. | sadness
!H: So did I. | irony

reversal loss @same
A: {hero} gives up, sits down, looks at the ground. And there it is: not {thing.the}, but the place where it fell, already green.
!H: Well. Look at you. | surprise

reversal journey partner @far
A: The bridge is gone. On the far side, {partner} waves both arms. Between them, the water, loud and brown.
!P: Throw it! I'll carry it from here! | determination
H: It's not a thing you throw! | fear

reversal journey @far
A: {hero} arrives. The windows are dark. The door is open. On the table, dinner for two, still steaming.
!H: They knew I was coming. | surprise

reversal contest partner @out
A: Last moment. {partner} stumbles. The way is clear. {hero} looks at the finish, looks back, and turns round.
!P: What are you doing? Go! | surprise
H: It's no fun winning on my own. | tenderness

reversal contest partner @same
A: {hero} has lost; everyone can see it. Then somebody at the back begins to clap, slowly, and does not stop.
P: They never clapped for me like that. | sadness
!H: You never fell. | irony

reversal rescue partner @far
A: The rope goes tight. It is {hero} who is sinking now, and {partner} who has solid ground.
!P: My turn. Hold on! | determination
H: That wasn't the plan! | fear

reversal rescue partner @same
A: Safe. They lie on their backs, breathing. {partner} starts to laugh, and cannot stop.
P: You can't even swim, can you? | surprise
!H: Nobody asked. | irony

reversal discovery partner @out
A: One by one, far away, other lights answer. {thing.the} was not alone. It was the first.
!P: There must be hundreds. | surprise
H: And every one of them has been waiting. | tenderness

reversal discovery @home
A: The hum stops. {hero} wakes at once. {thing.the} has opened, and it is empty, and the window is wide.
!H: You could have said goodbye. | sadness

reversal farewell partner @out
A: {partner} is gone. {hero} turns to leave, and there is {partner} again, running, without the bag.
H: You'll miss it! | surprise
!P: I already did. I missed it on purpose. | joy

reversal farewell @home
A: The house is too quiet. {hero} picks up {thing.the}; something rattles inside. A second key, and a label: "For visits."
!H: You planned this. | joy

resolution quest partner @same
A: {hero} puts {thing.the} into the hands it was meant for. The fingers close, and know it.
!P: I had stopped waiting. | tenderness
H: It hadn't. | tenderness

resolution quest @out
A: {hero} leaves {thing.the} on the sill, knocks once, and is gone before the door opens. Behind the curtain, a light.
!V: Some things only need somebody to carry them. | tenderness

resolution repair @home
A: {thing.the} wakes with a cough and a glow. {hero} laughs out loud, alone, and does not mind.
!H: There you are. | joy

resolution repair partner @home
A: It works. Not as before: better, and with a squeak. {hero} and {partner} look at it like parents.
P: Shall we fix the squeak? | neutral
!H: Leave it. That's how we'll know it's home. | tenderness

resolution encounter partner @home
A: Two cups now, and two chairs. {partner} takes off the coat at last and hangs it on the second hook.
P: Is this hook taken? | tenderness
!H: It's been free for years. | tenderness

resolution encounter partner @out
A: They walk on, side by side this time. Nobody counts the paces.
P: So where are we going? | neutral
!H: I thought you knew. | joy

resolution secret partner @same
A: {hero} closes {thing.the} and puts it between them, in full view, where it will stay.
!H: No more boards. No more hiding. | determination
P: Then ask me anything. | tenderness

resolution secret @home
A: {hero} hangs {thing.the} on the wall, in the light, for anyone to see. Then opens the window.
!H: That's better. Now we can both breathe. | tenderness

resolution loss @home
A: {thing.the} stands in its place again. {hero} looks at it, and then looks, for longer, at the open door.
!V: I was so busy looking that I found everything else. | joy

resolution loss partner @out
A: {hero} holds {thing.the} a moment, then gives it to {partner}, and folds the fingers over it.
P: But you looked for it everywhere. | surprise
!H: And look what I found. | tenderness

resolution journey partner @far
A: The door opens before {hero} can knock. {partner} takes {thing.the}, then takes {hero.him} by both shoulders.
P: You walked all that way for this? | surprise
!H: No. For this. | tenderness

resolution journey @far
A: {hero} sets {thing.the} down where it belongs, straightens up, and looks at the road behind.
!H: Shorter than it looked. | joy

resolution contest partner @out
A: They cross the line together, badly, arm in arm. Somebody throws a hat in the air.
P: So who won? | irony
!H: Ask them. They're louder. | joy

resolution rescue partner @same
A: One blanket around two pairs of shoulders. {hero} is shivering. {partner} hands over the last of the tea.
P: Why did you come back for me? | tenderness
!H: You were shouting. It was rude not to. | irony

resolution discovery @out
A: {hero} sets {thing.the} free. It rises, hesitates, comes back to touch {hero.his} sleeve, and goes.
!H: Send a postcard. | tenderness

resolution discovery partner @out
A: The whole sky answers now. {hero} and {partner} stand under it with their mouths open, like children.
P: Who do we tell? | surprise
!H: Tonight? Nobody. Tonight it's ours. | tenderness

resolution farewell partner @out
A: A hand on a window, another hand outside. {thing.the} changes hands at the last second.
H: Bring it back. | sadness
!P: That's the idea. | tenderness

resolution farewell @home
A: {hero} sets two places at the table, looks at the second, and lights the lamp in the window.
!H: There. Now you can find us. | tenderness

disturbance any mute
A: {hero} freezes. There, in the middle of everything: {thing.a}. {hero} sniffs, circles, sits down in front of it, and waits.
!N: Some discoveries are too big to walk away from. | irony

disturbance any mute @out
A: A gust. {thing.a} rolls to a stop at {hero.his} feet. {hero} looks left, looks right, and takes possession.
!N: Finders keepers. It is the oldest law there is. | irony

attempt any mute partner @out
A: {hero} drags {thing.the} along, loses it, catches it, drags it on. {partner} watches, hands on hips.
!P: And where do you think you're going with that? | surprise
N: A fair question. There was, as yet, no answer. | irony

attempt any mute partner @far
A: {hero} presents {thing.the} to {partner} with great ceremony. {partner} steps over it.
!P: Not now. | weariness
N: People never know what is important. | irony

attempt any mute @far
A: {hero} goes on, further than ever before, past the last smell that has a name.
!N: Nobody had ever gone this far. Nobody, at least, of that size. | tenderness

reversal any mute partner @far
A: Night comes down all at once. {hero} is very small, and very far from anything. Then a voice, and a light.
!P: There you are! I've looked everywhere! | joy
N: It seemed that two had been searching. | tenderness

reversal any mute @out
A: {thing.the} slips, rolls, and is gone. {hero} looks into the dark after it for a very long time.
!N: To lose a thing, you must first have had it. That was something. | sadness

resolution any mute partner @home
A: Warmth. {hero} lies across {partner}'s lap with {thing.the} tucked underneath. Nobody is going to move tonight.
!P: All right. You win. | tenderness
N: The matter was closed. | irony

resolution any mute @out
A: {hero} climbs to the highest place there is, settles beside {thing.the}, and looks at the world as if it had been delivered.
!N: It was, on the whole, a very good day. | tenderness

disturbance any mute
A: {thing.The} was not there before. {hero} looks at it from behind a corner. Then from the other side of the corner.
!N: It did not move. That was exactly what made it suspicious. | irony

disturbance any mute @home
A: Left alone, {hero} listens. Out there, behind the door nobody ever opens: something new.
!N: Staying in was sensible. So was, on reflection, going out. | irony

attempt any mute @out
A: {hero} tries once. Falls. Tries again, looks round to see who saw, and tries a third time.
!N: Nobody saw. It therefore did not count. | irony

attempt any mute partner @out
A: {partner} holds out a hand, very low, and looks the other way. {hero} comes one step closer. Then half a step.
!P: I'm not in a hurry. | tenderness

attempt any mute @far
A: Rain or no rain, {hero} does not turn back. There is a smell on the wind like the end of a long story.
!N: Every great traveller has, at some point, wet feet. | irony

reversal any mute partner @out
A: {partner} closes the gate without looking down. {hero} is on the wrong side of it.
!N: There are two kinds of outside. This was the other kind. | sadness

reversal any mute partner @same
A: {hero} puts {thing.the} down, exactly at {partner}'s feet, and steps back. This time {partner} sits down to look.
!P: You brought this for me? | surprise

reversal any mute @far
A: From up here, everything that was huge is small. {hero} looks for home, and finds four that look just like it.
!N: It is only when you are lost that you learn what you were looking for. | sadness

resolution any mute partner @out
A: Side by side, {hero} and {partner} watch the light go. Neither of them explains anything.
!P: Tomorrow, then. Same place. | tenderness

resolution any mute @home
A: {hero} turns round three times, lies down on {thing.the}, and is asleep before the third.
!N: And that, as far as anyone knows, was that. | tenderness

resolution any mute partner @home
A: The door is open a hand's width. {partner} has left it so. {hero} comes in as though nothing had happened.
!P: I kept your place warm. | tenderness

obstacle any partner @far
A: A locked gate. {hero} rattles it. {partner} walks round the end of the wall, which is three steps long.
H: You could have said. | irony
!P: You looked so determined. | irony

obstacle quiet partner @out
A: The sky opens. They run for the same doorway and stand there, dripping, shoulder to shoulder.
P: Did you bring an umbrella? | neutral
!H: I brought an opinion on umbrellas. | irony

obstacle quiet partner @same
A: They eat in silence. {hero} cuts the last piece in two, badly, and keeps the smaller half.
P: You always do that. | tenderness
!H: You always notice. | tenderness

obstacle any partner @far
A: Wrong way. They both know it. They both keep walking for another hundred steps.
!P: You're going to make me say it. | weariness
H: Say what? | irony

obstacle quiet partner @home
A: {partner} finds an old photograph face down under a cup, and turns it over.
P: Who's the serious one? | surprise
!H: Me. Before I knew anything. | sadness

obstacle quiet @far
A: {hero} stops, out of breath, and counts on {hero.his} fingers what is left: one match, two biscuits, no idea.
!H: It could be worse. It could be no biscuits. | irony

obstacle any @out
A: A dead end. {hero} leans {hero.his} forehead against the wall. On the other side, someone is whistling.
!H: Hello? Which way is out? | surprise

obstacle quiet partner @out
A: A quarrel about nothing. {partner} walks off, walks back, picks up the forgotten scarf, and stays.
P: I'm still angry. | anger
!H: I know. Be angry over here, it's warmer. | tenderness

obstacle quiet partner @same
A: {hero} tries to sleep sitting up. {partner} keeps watch and talks to keep the dark away.
!P: When I was little I thought the night was a lid. | tenderness
!H: And now? | neutral
P: Now I think it's a window. | tenderness

obstacle any partner @far
A: They have to cross one at a time. {hero} goes first, does not look down, and then does.
!P: What do you see? | fear
H: Reasons not to look down. | fear

obstacle any partner @out
A: A false trail. The door they ran to belongs to a man selling brushes. {hero} buys a brush.
P: Why did you buy a brush? | surprise
!H: He looked as disappointed as we did. | tenderness

obstacle any @home
A: {hero} lays everything out on the table in a straight line and looks for the piece that lies.
!H: One of you isn't telling the truth. | determination

obstacle quiet partner @home
A: The lights go out. A match flares: {partner}, much closer than expected.
!P: Sorry. I was going to say boo. | irony
H: And? | fear
P: And then I was scared too. | tenderness

obstacle any partner @far
A: {partner} has stopped. A blister, a stone, a bad temper. {hero} kneels and ties the lace, double.
P: I can do my own shoes. | anger
!H: I know. I can't do my own thoughts. We each help. | tenderness

obstacle quiet partner @out
A: A street musician plays three notes, over and over. {hero} gives {hero.his} last coin for a fourth.
!P: That was our bus fare. | surprise
H: It was a very good note. | joy

obstacle quiet @far
A: {hero} shouts into the distance and waits. The echo comes back late, and a little changed.
!H: That wasn't what I said. | surprise

obstacle any partner @same
A: {partner} draws the plan in the dust with a stick. It is a bad plan. {hero} adds an arrow. It is worse.
P: Will it work? | fear
!H: Nobody will expect it. That's half of working. | irony

obstacle quiet partner @far
A: They rest against each other's backs, because it is the only chair for miles.
P: What will you do, after? | neutral
!H: I never got as far as after. | sadness

obstacle quiet partner @home
A: {hero} packs and unpacks the same bag. {partner} takes out one thing, puts it back on the shelf.
!P: You don't need to carry all of it. | tenderness
H: I wouldn't know which part to leave. | sadness

obstacle quiet partner @out
A: Someone has been following them: a very small child with a very large drum.
P: Do we tell him to go home? | neutral
!H: You tell him. I like the drum. | joy
"""

EVENTS = """
find
A: {hero} kneels. The fingers hesitate, then close.
!H: Where have you come from? | surprise
H: And why me? | neutral

find
A: {hero} looks up the way it came, and down. No one. It was meant for whoever looked first.
!H: Somebody took great care of this. | tenderness

decide
A: {hero} stands still for a long moment. Then, all at once, moves.
!H: It's late. It isn't too late. | determination

decide
A: The lamp, the table, the chair pulled close. {hero} breathes out.
!H: Well. Somebody has to begin. | determination

write
A: The pen stops, starts, stops. {hero} crosses out everything but one line.
!H: "You don't know me." That's true, at least. | tenderness

travel
A: Every sensible person has gone inside. {hero} lowers {hero.his} head and keeps on.
!H: A little further. I've crossed worse. | determination
H: Don't you dare get wet. | irony

travel
A: It gets harder. {hero} does not slow down; {hero} leans.
!H: I said I'd get there. I didn't say dry. | irony

repair
A: A spoon, a hairpin, a stub of string. {hero} has no plan and two good hands.
!H: Hold still. This may tickle. | irony
H: Or spark. Try not to spark. | fear

repair
A: One last turn. A pause as long as a breath. Then a small green light.
!H: Good morning, you. | joy

repair robot partner
A: One last turn. A pause as long as a breath. A green light; then, very slowly, {partner} raises its head.
!P: Delivery late. Four hours, twelve minutes. | surprise
H: Good morning to you, too. | irony

repair robot partner
A: A spoon, a hairpin, a stub of string. Something whirrs. Something that should not fall off falls off.
!P: That was important. | fear
H: Was it? It's in the soup now. | irony

find robot partner
A: {hero} knocks on the metal, twice, as one knocks at a door.
!H: Anyone at home? | surprise
P: Battery: two per cent. Sorry about the mess. | weariness

meet robot partner
A: Two lenses turn, click, and settle on {hero}.
!P: Unknown person. Should I be polite? | neutral
H: Start with that. We'll see. | irony

feast robot partner
A: Doors open, one after another. {partner} counts out loud, louder each time.
!P: Delivered. Delivered. Delivered! | joy
H: You're allowed to smile. | tenderness
P: I am smiling. Inside. | tenderness

lose
A: {hero} looks at the empty place, then looks again, as if looking might fill it.
!H: No. Not you as well. | sadness

search
A: Under, behind, between. {hero} asks the walls, the shadows, the time.
!H: Think. Where would I go, if I were lost? | determination

meet
A: They look at each other a second too long to pretend they didn't.
!H: Have we met? | surprise
P: Not yet. | irony

give
A: Hands touch. Neither lets go at once.
!H: It's not much. | tenderness
P: It's exactly enough. | tenderness

receive
A: {hero} weighs it in one hand, puts it down, walks round it, comes back.
!H: I know that handwriting. | surprise

receive
A: {hero} reads standing up, then sitting down, then once more by the window.
!H: After all this time. You might have written sooner. | tenderness

fear
A: {hero} stops with one foot in the air.
!H: It's nothing. It's nothing at all. | fear
H: It moved. | fear

fear
A: {hero} takes one step forward and two steps back, with dignity.
!H: I'm not afraid. I'm only standing further away. | irony

learn partner
A: {hero} steps left when it should be right. {partner} waits, and offers a hand again.
P: You're counting. | tenderness
!H: If I stop counting, I fall over. | fear

feast
A: Doors open, one after another. Somebody laughs. Somebody is crying a little, and laughing too.
!H: Count them. Every single one. | joy

wait
A: The light moves across the floor. {hero} does not.
!H: Any minute now. | weariness

fight
A: {hero} is thrown down, gets up, wipes {hero.his} mouth, and takes one step forward.
!H: Is that all you have? | determination

flee
A: {hero} runs without looking back. The footsteps behind are real, or they are {hero.his} own.
!H: Don't stop. Don't stop. | fear

make
A: {hero} works in silence, tongue between {hero.his} teeth, and something begins to look like something.
!H: It only has to be true. It doesn't have to be pretty. | determination

learn
A: {hero} tries. Wrong. Tries. Less wrong.
!H: Again. I almost had it. | determination

discover
A: {hero} forgets to breathe. The whole world has just become one size larger.
!H: Nobody is going to believe this. | surprise

arrive
A: {hero} stops at the edge of the light, straightens up, tries a smile, and puts it away.
!H: Here goes. | fear

return
A: Everything is smaller than it was. The door still sticks. {hero} knows exactly where to push.
!H: You kept it the same. | tenderness

leave
A: {hero} does not turn round. It takes a great deal of not turning round.
!H: Don't wave. If you wave, I'll stay. | sadness

love
A: A hand moves a little closer on the wood. It pretends to be doing something else.
!H: Say that again. | tenderness
P: I didn't say anything. | tenderness

celebrate
A: Music from somewhere. Feet that had sworn never to dance begin to tap.
!H: One dance. Then I never want to hear of it again. | joy

sleep
A: Eyelids close. The ceiling gives way, softly, to the sky.
!V: In my dreams, I always know the way. | tenderness

save
A: {hero} reaches. Not far enough. {hero} reaches further than there is arm to reach with.
!H: I've got you. | determination

hide
A: {hero} presses back into the dark and makes {hero.himself} small.
!H: Not a sound. Not one. | fear

speak
A: {hero} says it out loud at last. The words hang there, surprised to be out.
!H: There. I've said it. | weariness

teach
A: {hero} shows it once, slowly; then steps back and folds {hero.his} arms, so as not to help.
!H: Now you. I'm not looking. | tenderness

steal
A: Quick fingers, quicker feet. {hero} has it before anyone has noticed there was something to have.
!H: Just borrowing. For good. | irony

want
A: {hero} looks at it the way one looks through the window of a shop that is closed.
!H: One day. | tenderness

watch
A: {hero} does not blink. Whatever it is, it looks back.
!H: I see you. | surprise

change
A: It begins at the edges. {hero} rubs {hero.his} eyes. It goes on.
!H: That's not possible. Do it again. | surprise

be
A: A moment with nothing in it, and everything: breath, light, the sound of the place.
!H: This is it, then. | neutral

do
A: {hero} stops half-way, listens, and goes on, lighter.
!H: So far, so good. | irony
"""

ENDINGS = """
message
A: Far away, a door opens. The hands that take {thing.the} are not young. They know what it is before they read it.
N: Some answers take the long way round. They still arrive. | tenderness
V: I was so late. And you left the light on. | tenderness

message @home
A: {hero} waits at the window. Out there, small and stubborn, a light blinks: once, twice, three times.
!H: Somebody read it. | joy

machine robot partner
A: {partner} takes one careful step, then another, and comes back to stand beside {hero}.
!P: I was not made for this. | surprise
H: Neither was I. Same time tomorrow? | joy

machine robot @home
A: {hero} switches off the lamp. In the dark, a small green light stays on, keeping watch.
!H: Goodnight, you. | tenderness

machine robot partner @out
A: Side by side, {hero} and {partner} watch the street wake up. One of them is eating. The other is holding the napkin.
P: My report says: route complete. | neutral
!H: Then why are you still here? | tenderness
P: The report is wrong. | tenderness

machine @home
A: A small green light stays on in the dark, keeping watch.
!H: Goodnight, you. | tenderness

living
A: {hero} sits down in the grass. After a while, a small weight settles against {hero.his} side.
!H: I didn't call you. | tenderness
H: But stay. | tenderness

food
A: The last crumbs. {hero} looks at the empty tray as another might look at a medal.
!H: Same again tomorrow. | joy

light
A: One by one, along the whole shore, other lights come on. {hero} had only lit the first.
!H: So I wasn't the only one. | tenderness

music
A: The last note hangs. Nobody moves. Then, from an open window, someone hums it back.
!H: You were listening. | joy

precious
A: {hero} looks at {thing.the} one last time, and lets it go. The hand stays open, lighter.
!H: It was never the thing itself. | tenderness

play
A: {hero} hands {thing.the} to the smallest child in sight, who has no idea what to say.
!H: Hold tight. Then don't. | joy

any
A: {hero} looks back once at the way they came. It has already begun to look like a story.
!H: Nobody will believe us. | joy
P: We were there. That's enough. | tenderness

any
A: Quiet again; but not the same quiet. {hero} sits down, makes room, and waits for no one in particular.
!H: Well. That was a day. | tenderness

any @home
A: {hero} closes the door, stands a moment in the dark, then opens it again, and leaves it so.
!V: You never know who might need the light. | tenderness
"""

SETUPS = """
funny | H: | Perfect. Nothing can go wrong today. | irony
funny | H: | Third time this week. I'm keeping count. | weariness
funny | H: | I talk to myself. I get better answers. | irony
dark | H: | Something's wrong. It's too quiet. | fear
dark | V: | I knew before I knew. | fear
tense | H: | Not long now. | fear
tense | H: | Keep your hands busy. Don't think. | determination
warm | H: | Good morning, all of you. | tenderness
warm | H: | Still here. You and me. | tenderness
melancholic | V: | Nobody comes this way any more. I stay in case. | sadness
melancholic | H: | Another day. That makes a lot of them. | weariness
melancholic | H: | Forty years, and I still set two cups. | sadness
poetic | V: | There is an hour when things almost speak. | tenderness
poetic | V: | I have always been good at listening. | tenderness
tender | H: | Easy now. We've all the time there is. | tenderness
tender | H: | One for me. One for whoever comes. | tenderness
epic | V: | Every great story begins with a small disobedience. | determination
epic | H: | Today. It has to be today. | determination
any | H: | Same as yesterday. Same as tomorrow. | weariness
any | H: | Let's see what today has in its pockets. | neutral
any | V: | Nothing ever happened here. I liked it that way. | irony
mute | N: | Nothing ever happened here. That was about to change. | irony
mute | N: | This is a story about someone small, with large plans. | tenderness
mute | N: | Every morning began the same way. Not this one. | irony
"""

PLACES = """
coast | Long swells break on the rocks and slide back, hissing. | A line of wet footprints runs along the tide mark. | Grass bends at the edge of the cliff.
open_sea | Nothing but water, and the sky sitting on it. | The hull climbs, hangs, and falls. | Spray rattles on the boards like thrown gravel.
harbour | Ropes creak against the bollards. | Masts tick in the wind; the water smells of tar. | Nets dry along the quay, mended with three colours of twine.
mountains | The path is a scratch on the side of the mountain. | Peaks stand in rows, each one bluer than the last. | Somewhere above, stones shift and settle.
forest | Light falls between the trunks in slow columns. | The path disappears under last year's leaves. | Moss has covered everything that stopped moving.
desert | Dunes, and behind the dunes, more dunes. | The wind is busy erasing the tracks. | The heat makes the horizon swim.
field | Tall grass moves like water. | A fence leans into the wind, gives up, goes on leaning. | Poppies burn along the ditch.
snowfield | White to the edge of the world. | Snow swallows every sound but breath. | The ice ticks as it settles.
village_street | Shutters, cobbles, a bicycle against a wall. | A cat crosses the square as if it owned the deeds. | Washing hangs between two windows like flags.
city_street | Traffic slides by; nobody looks up. | Shop signs tremble in the puddles. | A tram bell, a siren, somebody's radio.
rooftop | The whole city lies below, humming. | Chimneys, aerials, a chair somebody forgot. | Pigeons argue along the gutter.
park | A bench, a pond, the ducks on duty. | Leaves turn on the gravel in small circles. | The swings move by themselves.
river | The water goes under the bridge without hurrying. | Willows trail their fingers in the current. | A moored boat knocks at its post.
road | The road runs straight until it gets bored. | One car in the distance, then none. | Telegraph wires hum above the ditch.
station | The clock over the platform jumps a minute. | Rails shine, empty in both directions. | A voice announces a train that nobody understands.
space | Stars, without a single one twinkling. | The planet turns below, blue and enormous. | Silence presses on the visor.
kitchen | A tap drips into a blue bowl. | Steam climbs the window. | Two chairs, one cup, a radio turned low.
bedroom | A bed, a lamp, a coat thrown over a chair. | The curtain breathes in, breathes out. | Clothes lie about like a conversation that was broken off.
living_room | The clock on the shelf is seven minutes slow. | An armchair still holds the shape of someone. | Dust floats in a bar of light.
office | One lamp in a row of dark desks. | Papers stand in towers. | A telephone that has not rung for days.
workshop | Tools hang in order of size; nothing else is in order. | Shavings curl on the floor. | A lamp swings over the bench.
bakery | Flour hangs in the lamplight like fog. | The oven ticks and glows. | Loaves cool in rows, crackling quietly.
cafe | Cups, murmurs, a spoon going round. | The last customer has been reading the same page for an hour. | The window is fogged; someone has drawn a face on it.
classroom | Small coats on small hooks. | Yesterday's sums are still on the board. | Chairs stand upside down on the desks.
library | Shelves up to where the light gives out. | Somebody has left a glove between two pages. | The silence here has been looked after.
lighthouse_room | The great lens turns, throwing slow bars of light. | Brass, glass, and the sea in every window. | The logbook lies open; the ink is still wet.
spaceship_cabin | A hundred small lights, one of them red. | A pencil floats across the cabin. | The air recycler sighs.
hospital | A corridor of closed doors and soft shoes. | A monitor counts in green. | Someone has put flowers in a measuring jug.
theatre | Rows of empty seats face a single bulb. | The curtain stirs, though no one touched it. | Dust from a hundred shows hangs in the spotlight.
cave | Water drips into water. | The lamp makes the walls lean closer. | Every step comes back twice.
train_car | Landscape pours past the window. | Luggage sways in the rack. | The compartment smells of oranges and wool.
"""

SKIES = """
rain ext | Rain draws everything in pencil. | Rain, steady, in no hurry. | Gutters sing.
rain int | Rain taps at the glass. | Water runs down the windows. | The rain has been asking to come in for hours.
storm ext | The sky cracks white. | Wind and water come from every side at once. | Thunder rolls along the horizon.
storm int | Thunder shakes the panes. | A shutter bangs; the lamp trembles. | Lightning puts the whole room into a photograph.
fog ext | Fog has taken away everything further than an arm. | Shapes come out of the fog, and think better of it. | Fog lies on the ground like milk.
fog int | Outside the window, nothing at all: fog. | The fog leans on the panes. | The world stops at the glass.
snow ext | Snow falls without a sound. | Flakes turn slowly under the light. | Fresh snow, not one footprint.
snow int | Snow piles up on the sill. | White light from the window: it has snowed. | Flakes melt down the glass.
wind ext | The wind turns collars and pages. | Gusts chase leaves across the ground. | Everything that can flap is flapping.
wind int | The wind tries the door handle. | Somewhere a door bangs, politely. | The chimney moans a low note.
cloudy ext | A low sky, the colour of slate. | Clouds go over in a long procession. | Flat grey light.
cloudy int | Grey light at the window. | The day outside has not made up its mind. | Clouds darken the room, then leave it.
dawn | First light, thin as paper. | The sky goes from grey to rose. | The night lets go of one thing after another.
morning | Clean morning light. | Long shadows, short tempers, the smell of coffee. | The day is still folded.
day | Noon light, no shadows to hide in. | Plain daylight. | The sun is high and has nothing to do.
afternoon | The afternoon is wearing thin. | Low sun, long shadows. | Honey-coloured light.
dusk | The last light lies along the edges of things. | Windows light up one by one. | The sky burns down to embers.
night | Night. One lamp. | The dark has settled in. | A slice of moon, not enough to read by.
"""

ROLES_BUSINESS = """
keeper | polishes a lens that is already clean | winds the great clockwork, counting the turns under {hero.his} breath
fisher | coils a rope without looking at it | mends a net with a needle of bone
baker | pulls a tray from the oven and knocks on a loaf, listening | shapes the last dough of the night
astronaut | floats upside down, eating from a tube | checks a dial, and checks the dial that checks the dial
detective | pins a photograph to the wall and steps back | writes one word in a notebook and underlines it twice
teacher | wipes the board in long, slow strokes | corrects the last exercise book and draws a small star in it
child | walks along the edge, arms out, one foot before the other | builds a tower of pebbles, holding {hero.his} breath
elder | turns the pages of an album without looking at them | pours tea into two cups out of habit
ruler | straightens a crown that keeps slipping | signs papers without reading them
knight | rubs at a dent in an old breastplate | sharpens a blade that nobody has asked for
mage | reads aloud from a book that argues | stirs something that is looking back
painter | looks at a white canvas as one looks at cold water | mixes a blue, adds a touch of red, starts again
musician | tunes one string, over and over | plays five notes and stops before the sixth
doctor | washes {hero.his} hands slowly, up to the elbows | listens to a heart, eyes closed
farmer | leans on a fence and reads the sky | lifts a handful of earth and smells it
sailor | studies a chart held down by two cups | ties a knot, unties it, ties it better
mechanic | lies under a machine, only the boots showing | listens to an engine with a screwdriver held to {hero.his} ear
clockmaker | breathes on a tiny wheel and sets it spinning | looks at time through a magnifying glass
librarian | pushes a trolley of books that squeaks on every turn | stamps a book, closes it, and pats it
postman | sorts letters by the sound they make | rides past with a bag too big for {hero.him}
driver | taps the wheel to a song only {hero.he} can hear | wipes the mirror with a sleeve
scientist | writes a number, frowns, erases it | watches a needle that does not move
soldier | polishes one boot, and not the other | reads a letter that is coming apart at the folds
thief | tries a lock with two fingers and a smile | counts the guards, and yawns
cook | tastes, thinks, adds a single grain of salt | chops without looking, very fast
gardener | talks to a row of seedlings in a low voice | ties a stem to a stick with a strip of shirt
dancer | stretches at a rail, eyes on nothing | marks the steps with two fingers on a table
clown | takes off half a painted smile with a wet cloth | juggles three oranges, drops one, bows to it
writer | types a sentence, reads it, tears it out | sharpens a pencil that is already sharp
diver | checks the straps, the air, the straps | looks at the water the way others look at a door
explorer | unfolds a map worn through at the creases | shakes a compass and waits for its opinion
ghost | passes {hero.his} hand through a cup, again, and sighs | looks out of a window in which nothing is reflected
robot | folds a paper flower, exactly, again and again | sweeps the same square metre of floor, with care
animal | makes the morning round, stopping at every important smell | lies in the one patch of light and defends it
child_inside | lines up small things along the edge, in order of importance | draws a boat with one finger on the misted glass
outside | walks with {hero.his} collar up and {hero.his} eyes on the ground | stops, as every day, to look at nothing in particular | kicks a pebble along, very seriously | crosses the light, hands in {hero.his} pockets, humming
person | sits with both hands around a cup that has gone cold | counts out coins on the palm of one hand
"""

LOGLINES = """
quest | {role.A} sets out to give {thing.a} back to its owner, and finds more than a name.
repair | {role.A} tries to mend {thing.a}, and mends something else on the way.
encounter | {role.A} opens the door to a stranger, and a quiet life is never quite so quiet again.
secret | {role.A} uncovers {thing.a} that was never meant to be found.
loss | {role.A} loses {thing.a}, and in looking for it finds the rest.
journey | {role.A} must carry {thing.a} all the way, before the light goes.
contest | {role.A} enters a contest that {hero.he} can't win, and wins something better.
rescue | {role.A} risks everything for someone {hero.he} hardly knows.
discovery | {role.A} finds {thing.a}, and the world turns out to be larger.
farewell | {role.A} has one evening left to say what was never said.
"""

TITLES = """
quest | The Owner of {thing.the} | What {thing.the} Knew | Somebody's {thing}
repair | The Squeak | Spare Parts | A Small Green Light
encounter | The Second Hook | Half a Sandwich | The Only Light
secret | The Loose Board | What {hero} Kept | Behind the Paint
loss | Every Pocket | Where {thing.the} Fell | The Whole Day Backwards
journey | Before Dark | All That Way | The Far Door
contest | Louder | The Art of Falling | The Line
rescue | Only at Me | Hold On | The Last of the Tea
discovery | Warm to the Touch | Ours Tonight | The First Light
farewell | The Blue One | Leave a Light On | For Visits
"""

THING_TITLES = """
message | The Answer | Return to Sender | The Long Way Round | Late Post
machine | Out of Order | The Spare Heart | Warranty Expired | Almost New
living | The Small Guest | Good Company | Whoever You Are
food | Still Warm | The Early Batch | Crumbs
light | The First Lamp | Leave It Burning | A Light for Two
music | The Sixth Note | Humming | Play It Back
precious | An Open Hand | The Keeping Place | What It Weighs
play | Hold Tight | The String | Let Go
any | Not the Same Quiet | The Door Left Open | One Day in Particular
"""
