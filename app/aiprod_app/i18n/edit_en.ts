<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BinPanel</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n take</numerusform>
            <numerusform>%n takes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) on the timeline</source>
        <translation>
            <numerusform>once on the timeline</numerusform>
            <numerusform>%n times on the timeline</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Bring</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and one more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be used</source>
        <translation>
            <numerusform>%n file could not be used</numerusform>
            <numerusform>%n files could not be used</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) brought into the film</source>
        <translation>
            <numerusform>%n file brought into the film</numerusform>
            <numerusform>%n files brought into the film</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClipSection</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditPage</name>
    <message numerus="yes">
        <source>%n clip(s) lie on it and would go too.</source>
        <translation>
            <numerusform>%n clip lies on it and would go too.</numerusform>
            <numerusform>%n clips lie on it and would go too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilmSection</name>
    <message numerus="yes">
        <source>{taken} of %n shot(s)</source>
        <translation>
            <numerusform>{taken} of %n shot</numerusform>
            <numerusform>{taken} of %n shots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture clip(s)</source>
        <translation>
            <numerusform>%n picture clip</numerusform>
            <numerusform>%n picture clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n title(s)</source>
        <translation>
            <numerusform>%n title</numerusform>
            <numerusform>%n titles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound clip(s)</source>
        <translation>
            <numerusform>%n sound clip</numerusform>
            <numerusform>%n sound clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakesSection</name>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n take</numerusform>
            <numerusform>%n takes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{generator}
%n frame(s)</source>
        <translation>
            <numerusform>{generator}
%n frame</numerusform>
            <numerusform>{generator}
%n frames</numerusform>
        </translation>
    </message>
</context>
</TS>
