package dev.solstice.render;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.solstice.render");

    @Test
    void packagesDependOneWay() {
        slices().matching("dev.solstice.render.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void renderersKnowNoNotebook() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("org.dflib..", "dev.solstice.kernel..", "jdk.jshell..").check(CLASSES);
    }

    @Test
    void whatLooksAtTreesKnowsNoHtmlAndWhatWritesHtmlKnowsNoTrees() {
        noClasses().that().resideInAPackage("..render.tree..").should().dependOnClassesThat()
                .resideInAnyPackage("..render.html..", "..render.lowering..").check(CLASSES);
        noClasses().that().resideInAnyPackage("..render.html..", "..render.lowering..", "..render.model..").should()
                .dependOnClassesThat().resideInAnyPackage("..render.tree..", "dev.solstice.core..").check(CLASSES);
    }

    @Test
    void onlyTheTensorPackageReadsArraysMemory() {
        noClasses().that().resideOutsideOfPackage("..render.tensor..").should()
                .dependOnClassesThat().haveFullyQualifiedName("dev.solstice.core.ConcreteArray").check(CLASSES);
    }
}
