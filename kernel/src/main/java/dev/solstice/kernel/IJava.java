package dev.solstice.kernel;

import org.dflib.jjava.jupyter.kernel.BaseKernel;

/// Where notebooks written for IJava ask for the kernel, to register a renderer of their own; see `jshell.IJavaNames`.
public final class IJava {
    private IJava() {
    }

    /// The kernel that runs this notebook.
    public static BaseKernel getKernelInstance() {
        return BaseKernel.notebookKernel();
    }
}
