package dev.solstice.kernel.jshell;

import java.lang.classfile.ClassHierarchyResolver;

/// Changes the classes of cells before they are loaded.
public interface ClassWeaver {
    /// Leaves them as they are.
    ClassWeaver NONE = new ClassWeaver() {
        @Override
        public byte[] woven(byte[] classFile, ClassHierarchyResolver hierarchy) {
            return classFile;
        }

        @Override
        public void repeated(String className) {
            // it is not known here
        }
    };

    /// @param hierarchy knows the classes of cells and of the class path
    byte[] woven(byte[] classFile, ClassHierarchyResolver hierarchy);

    /// A cell has declared again what has been loaded already, unchanged, so that its classes belong to this cell now.
    ///
    /// @param className the generated class around it
    void repeated(String className);
}
