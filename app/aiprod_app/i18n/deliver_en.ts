<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Report</name>
    <message numerus="yes">
        <source>%n fault(s) found</source>
        <translation>
            <numerusform>%n fault found</numerusform>
            <numerusform>%n faults found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Passed with %n warning(s)</source>
        <translation>
            <numerusform>Passed with %n warning</numerusform>
            <numerusform>Passed with %n warnings</numerusform>
        </translation>
    </message>
</context>
</TS>
