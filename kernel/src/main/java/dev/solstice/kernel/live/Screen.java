package dev.solstice.kernel.live;

import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// One output of the cell, replaced in place.
final class Screen {
    private final String id = UUID.randomUUID().toString();
    private boolean shown;

    /// Shows it, first as a new output and from then on instead of what was there.
    synchronized void show(DisplayData content) {
        var kernel = BaseKernel.notebookKernel();
        if (kernel == null) {
            return;
        }
        var data = new DisplayData();
        data.assign(content); // a renderer may hand out the same object twice
        data.putTransientData("display_id", id);
        if (shown) {
            kernel.getIO().display.updateDisplay(data);
        } else {
            kernel.display(data);
            shown = true;
        }
    }
}
