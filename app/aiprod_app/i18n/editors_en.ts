<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CheckupForm</name>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n answer</numerusform>
            <numerusform>%n answers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditorsButton</name>
    <message numerus="yes">
        <source>Editors: %n connected</source>
        <translation>
            <numerusform>Editors: %n connected</numerusform>
            <numerusform>Editors: %n connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditorsWindow</name>
    <message numerus="yes">
        <source>%n editor(s) connected</source>
        <translation>
            <numerusform>%n editor connected</numerusform>
            <numerusform>%n editors connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GradeForm</name>
    <message numerus="yes">
        <source>%n clip(s) selected. Your own grade is kept.</source>
        <translation>
            <numerusform>%n clip selected. Your own grade is kept.</numerusform>
            <numerusform>%n clips selected. Your own grade is kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Grade of %n clip(s)</source>
        <translation>
            <numerusform>Grade of %n clip</numerusform>
            <numerusform>Grade of %n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HandoffView</name>
    <message numerus="yes">
        <source>The clips made for “{project}”: %n</source>
        <translation>
            <numerusform>The clip made for “{project}”: %n</numerusform>
            <numerusform>The clips made for “{project}”: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) in {folder}</source>
        <translation>
            <numerusform>%n file in {folder}</numerusform>
            <numerusform>%n files in {folder}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InstallView</name>
    <message numerus="yes">
        <source>%n step(s) failed; below is what mends it.</source>
        <translation>
            <numerusform>%n step failed; below is what mends it.</numerusform>
            <numerusform>%n steps failed; below is what mends it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakesForm</name>
    <message numerus="yes">
        <source>“{name}” at {timecode}: %n take(s) of it are kept.</source>
        <translation>
            <numerusform>“{name}” at {timecode}: %n take of it is kept.</numerusform>
            <numerusform>“{name}” at {timecode}: %n takes of it are kept.</numerusform>
        </translation>
    </message>
</context>
</TS>
