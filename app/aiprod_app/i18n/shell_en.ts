<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>EngineWatch</name>
    <message numerus="yes">
        <source>%n job(s) go on from the last finished take.</source>
        <translation>
            <numerusform>%n job goes on from the last finished take.</numerusform>
            <numerusform>%n jobs go on from the last finished take.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Farewell</name>
    <message numerus="yes">
        <source>%n job(s) go on in the engine. Open AIPROD again to see them.</source>
        <translation>
            <numerusform>%n job goes on in the engine. Open AIPROD again to see it.</numerusform>
            <numerusform>%n jobs go on in the engine. Open AIPROD again to see them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobsButton</name>
    <message numerus="yes">
        <source>%n job(s) running or waiting</source>
        <translation>
            <numerusform>%n job running or waiting</numerusform>
            <numerusform>%n jobs running or waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message numerus="yes">
        <source>%n part(s) of this film can&apos;t be found or read</source>
        <translation>
            <numerusform>%n part of this film can&apos;t be found or read</numerusform>
            <numerusform>%n parts of this film can&apos;t be found or read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept version(s) are there.</source>
        <translation>
            <numerusform>%n kept version is there.</numerusform>
            <numerusform>%n kept versions are there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The film was put together again, with %n change(s)</source>
        <translation>
            <numerusform>The film was put together again, with %n change</numerusform>
            <numerusform>The film was put together again, with %n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be read.</source>
        <translation>
            <numerusform>%n change could not be read.</numerusform>
            <numerusform>%n changes could not be read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message numerus="yes">
        <source>after %n change(s)</source>
        <translation>
            <numerusform>after %n change</numerusform>
            <numerusform>after %n changes</numerusform>
        </translation>
    </message>
</context>
</TS>
