package dev.solstice.kernel;

import dev.solstice.kernel.stream.CellInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// What a cell may call besides the library; the preload imports it statically.
public final class Notebook {
    /// Results of earlier cells by number; `_3` is short for `Out.get(3)` with its own type, `__` is the latest.
    ///
    /// Numbers and texts are kept for the session, other values as long as they are among the latest five or something
    /// else holds them, so that a shown model does not stay in memory for ever.
    public static final Map<Integer, Object> Out = Results.live(() -> kernel().results().out());

    /// Sources of earlier cells by number.
    public static final Map<Integer, String> In = Results.live(() -> kernel().results().in());

    /// Lets both classes of this name be called by it in a cell: a variable comes before a class of the same name, so
    /// `Random.normal(key, 3)` is ours while `new Random(42)` and `Random r` are `java.util.Random`. Never used as a value.
    public static final dev.solstice.random.Random Random = null;

    private Notebook() {
    }

    /// Shows a value now, wherever in the cell this is called; returns an id for [#updateDisplay].
    ///
    /// ```java
    /// for (var layer : model.layers()) display(layer);
    /// ```
    public static String display(Object value) {
        return show(render(value));
    }

    /// Shows a text as a MIME type; as in Rapaio's kernel the type may come first.
    public static String display(String value, String mimeType) {
        return isMimeType(value) && !isMimeType(mimeType) ? display((Object) mimeType, new String[] {value})
            : display((Object) value, new String[] {mimeType});
    }

    /// Replaces what [#display(Object)] has shown under this id by a text; the type may come first.
    public static void updateDisplay(String id, String value, String mimeType) {
        boolean typeFirst = isMimeType(value) && !isMimeType(mimeType);
        updateDisplay(id, (Object) (typeFirst ? mimeType : value), new String[] {typeFirst ? value : mimeType});
    }

    private static boolean isMimeType(String text) {
        return text.matches("[a-z]+/[\\w.+-]+");
    }

    /// Shows a value as certain MIME types, where its renderer can.
    public static String display(Object value, String... mimeTypes) {
        return show(render(value, mimeTypes));
    }

    private static String show(DisplayData shown) {
        var id = UUID.randomUUID().toString();
        kernel().display(withId(shown, id));
        kernel().results().setDisplayed(id);
        return id;
    }

    /// Replaces what [#display(Object)] has shown under this id, as certain MIME types.
    public static void updateDisplay(String id, Object value, String... mimeTypes) {
        BaseKernel.notebookKernel().getIO().display.updateDisplay(withId(BaseKernel.notebookKernel().getRenderer().renderAs(value, mimeTypes), id));
    }

    /// Replaces what [#display(Object)] has shown under this id.
    public static void updateDisplay(String id, Object value) {
        BaseKernel.notebookKernel().getIO().display.updateDisplay(withId(render(value), id));
    }

    /// Removes the cell's outputs so far.
    ///
    /// @param wait not before the next output comes, which avoids flicker
    public static void clearOutput(boolean wait) {
        kernel().clearOutput(wait);
    }

    /// Shows a value in the front end's pager, which opens when the cell has ended.
    public static void page(Object value) {
        kernel().page(render(value));
    }

    /// Puts a new cell below this one when it has ended.
    public static void setNextInput(String source) {
        kernel().setNextInput(source, false);
    }

    /// Asks the person in front of the notebook for a line.
    ///
    /// @throws UncheckedIOException if the front end does not answer questions
    public static String input(String prompt) {
        return ask(prompt, false);
    }

    /// The same without showing what is typed.
    ///
    /// @throws UncheckedIOException if the front end does not answer questions
    public static String password(String prompt) {
        return ask(prompt, true);
    }

    private static String ask(String prompt, boolean password) {
        if (!(System.in instanceof CellInput input)) {
            throw new IllegalStateException("System.in has been replaced: it no longer asks in the notebook");
        }
        try {
            return input.ask(prompt, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NotebookKernel kernel() {
        return (NotebookKernel) BaseKernel.notebookKernel();
    }

    /// A value as the bundle of MIME types that a front end chooses from.
    public static DisplayData render(Object value) {
        return BaseKernel.notebookKernel().getRenderer().render(value);
    }

    /// Runs Java that is in a string, as a cell would.
    ///
    /// @return the value of its last expression, or null
    public static Object eval(String source) {
        return BaseKernel.notebookKernel().evalRaw(source);
    }

    /// Prints a formatted text.
    public static void printf(String format, Object... values) {
        System.out.printf(format, values);
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

    /// A value as certain MIME types, where its renderer can.
    public static DisplayData render(Object value, String... mimeTypes) {
        return BaseKernel.notebookKernel().getRenderer().renderAs(value, mimeTypes);
    }

    private static DisplayData withId(DisplayData shown, String id) {
        var data = new DisplayData();
        data.assign(shown); // a renderer may hand out the same object twice
        data.setDisplayId(id);
        return data;
    }
}
