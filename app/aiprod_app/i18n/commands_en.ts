<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>EnginePage</name>
    <message numerus="yes">
        <source>%n job(s) under way go on where they were.</source>
        <translation>
            <numerusform>%n job under way goes on where it was.</numerusform>
            <numerusform>%n jobs under way go on where they were.</numerusform>
        </translation>
    </message>
</context>
</TS>
