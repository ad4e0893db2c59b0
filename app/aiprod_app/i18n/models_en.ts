<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Details</name>
    <message numerus="yes">
        <source>%n file(s) checked by SHA-256, all whole</source>
        <translation>
            <numerusform>%n file checked by SHA-256, whole</numerusform>
            <numerusform>%n files checked by SHA-256, all whole</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message numerus="yes">
        <source>%n file(s) checked, all whole</source>
        <translation>
            <numerusform>%n file checked, whole</numerusform>
            <numerusform>%n files checked, all whole</numerusform>
        </translation>
    </message>
</context>
</TS>
