package dev.solstice.kernel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The rooms of the kernel know nothing of one another, as their package descriptions promise.
@AnalyzeClasses(packages = "dev.solstice.kernel", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule javaKnowsNoJupyter = noClasses().that().resideInAnyPackage("..kernel.jshell..", "..kernel.help..")
        .should().dependOnClassesThat(resideInAPackage("..kernel.wire..").or(resideInAPackage("..kernel.stream.."))
            .or(resideInAPackage("org.dflib..")).or(resideInAPackage("org.zeromq..")).or(resideInAPackage("com.google.gson..")));

    @ArchTest
    static final ArchRule evaluationNeedsNoHelp = noClasses().that().resideInAPackage("..kernel.jshell..")
        .should().dependOnClassesThat(resideInAPackage("..kernel.help.."));

    @ArchTest
    static final ArchRule theWireKnowsNoJava = noClasses().that().resideInAPackage("..kernel.wire..")
        .should().dependOnClassesThat(resideInAPackage("jdk.jshell..").or(resideInAPackage("..kernel.jshell.."))
            .or(resideInAPackage("..kernel.error..")).or(resideInAPackage("..kernel.stream..")));

    @ArchTest
    static final ArchRule reportsAndStreamsStandAlone = noClasses()
        .that().resideInAnyPackage("..kernel.error..", "..kernel.stream..")
        .should().dependOnClassesThat(resideInAPackage("jdk.jshell..").or(resideInAPackage("org..")).or(resideInAPackage("com..")));

    @ArchTest
    static final ArchRule roomsDoNotLookOutside = noClasses()
        .that().resideInAnyPackage("..kernel.wire..", "..kernel.jshell..", "..kernel.help..", "..kernel.error..", "..kernel.stream..", "..kernel.magic..",
            "..kernel.live..", "..kernel.widget..", "..kernel.explore..", "..kernel.debug..")
        .should().dependOnClassesThat().resideInAPackage("dev.solstice.kernel");
}
