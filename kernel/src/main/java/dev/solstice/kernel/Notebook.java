package dev.solstice.kernel;

import java.util.List;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// What a cell may call besides the library; the preload imports it statically.
public final class Notebook {
    private Notebook() {
    }

    /// Shows a value now, wherever in the cell this is called; returns an id for [#updateDisplay].
    ///
    /// ```java
    /// for (var layer : model.layers()) display(layer);
    /// ```
    public static String display(Object value) {
        var id = UUID.randomUUID().toString();
        BaseKernel.notebookKernel().display(withId(render(value), id));
        return id;
    }

    /// Shows a value as certain MIME types, where its renderer can.
    public static String display(Object value, String... mimeTypes) {
        var id = UUID.randomUUID().toString();
        BaseKernel.notebookKernel().display(withId(BaseKernel.notebookKernel().getRenderer().renderAs(value, mimeTypes), id));
        return id;
    }

    /// Replaces what [#display(Object)] has shown under this id.
    public static void updateDisplay(String id, Object value) {
        BaseKernel.notebookKernel().getIO().display.updateDisplay(withId(render(value), id));
    }

    /// Removes the cell's outputs so far.
    ///
    /// @param wait not before the next output comes, which avoids flicker
    public static void clearOutput(boolean wait) {
        if (BaseKernel.notebookKernel() instanceof NotebookKernel kernel) {
            kernel.clearOutput(wait);
        }
    }

    /// A value as the bundle of MIME types that a front end chooses from.
    public static DisplayData render(Object value) {
        return BaseKernel.notebookKernel().getRenderer().render(value);
    }

    /// Runs a line magic from Java: `magic("jars lib/*.jar")` is `%jars lib/*.jar`.
    ///
    /// @return what the magic returns, as whatever type is expected; a wrong one is a `ClassCastException`
    public static <T> T magic(String line) throws Exception {
        var words = MagicRunner.words(line);
        return lineMagic(words.getFirst(), words.subList(1, words.size()));
    }

    /// The same with separate words, as in IJava.
    public static <T> T lineMagic(String name, List<String> words) throws Exception {
        return BaseKernel.notebookKernel().getMagicsRegistry().evalLineMagic(BaseKernel.notebookKernel(), name, words);
    }

    /// Runs a cell magic from Java.
    public static <T> T cellMagic(String name, List<String> words, String body) throws Exception {
        return BaseKernel.notebookKernel().getMagicsRegistry().evalCellMagic(BaseKernel.notebookKernel(), name, words, body);
    }

    private static DisplayData withId(DisplayData shown, String id) {
        var data = new DisplayData();
        data.assign(shown); // a renderer may hand out the same object twice
        data.setDisplayId(id);
        return data;
    }
}
