package dev.solstice.kernel.widget;

import org.dflib.jjava.jupyter.kernel.BaseKernel;

/// What the kernel does for code that widgets call: a front end shows nothing of what an event's own message prints.
public interface Stage {
    /// The kernel's.
    static Stage current() {
        return (Stage) BaseKernel.notebookKernel();
    }

    /// Where what this thread shows goes.
    Place place();

    /// Runs code; what it, and the threads that it starts, print and display goes to the place, and so does the report when
    /// it throws something. Only a stop by the user goes on to the caller.
    void run(Place place, Runnable code);
}
