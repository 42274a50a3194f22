package dev.solstice.kernel;

import com.google.gson.JsonObject;
import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.Interruption;
import dev.solstice.kernel.error.Thrown;
import dev.solstice.kernel.help.Completeness;
import dev.solstice.kernel.help.Completion;
import dev.solstice.kernel.help.Documentation;
import dev.solstice.kernel.help.Help;
import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.live.CellEnd;
import dev.solstice.kernel.widget.Place;
import dev.solstice.kernel.widget.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/// The kernel as JJava's extensions know it, so that their jars work here: renderer, magics, comms, evaluation.
///
/// Its inherited request handlers are not used; [Requests] answers.
final class NotebookKernel extends BaseKernel implements Stage {
    private final JavaSession java;
    private final Help help;
    private final Publisher publisher;
    private final Results results = new Results();

    NotebookKernel(String version, JavaSession java, Help help, MagicsRegistry magics, Publisher publisher) {
        super("solstice", version, language(), List.of(), null, new AttachedIO(publisher), new CommManager(),
            new ValueRenderer(java::inCellTerms), null, magics, true, new StringStyler.Builder().build());
        this.java = java;
        this.help = help;
        this.publisher = publisher;
    }

    static LanguageInfo language() {
        return new LanguageInfo.Builder("java").version(Integer.toString(Runtime.version().feature()))
            .mimetype("text/x-java").fileExtension(".jshell").pygments("java").codemirror("text/x-java").build();
    }

    /// JJava's streams and displays, connected to our publisher for good.
    private static final class AttachedIO extends JupyterIO {
        AttachedIO(Publisher publisher) {
            super(StandardCharsets.UTF_8);
            setEnv(new JJavaReplies(publisher));
        }
    }

    @Override
    public Object evalRaw(String source) {
        return java.evaluate(new Cell(0, source), publisher::warn).orElse(null);
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        return help.documentation(code, at).map(found -> new DisplayData(found.text())).orElse(null);
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        var completion = help.completion(code, at);
        return new ReplacementOptions(completion.matches().stream().map(Completion.Match::text).toList(), completion.start(), completion.end());
    }

    @Override
    public String isComplete(String code) {
        return switch (help.completeness(code)) {
            case Completeness.Complete() -> IS_COMPLETE_YES;
            case Completeness.Invalid() -> IS_COMPLETE_BAD;
            case Completeness.Incomplete(var indent) -> indent;
        };
    }

    /// Installs JJava extensions that a cell has added to the class path, as JJava's own kernel does.
    void installNewExtensions() {
        installExtensions(java.classLoader());
    }

    @Override
    public void interrupt() {
        java.interrupt();
    }

    @Override
    public Place place() {
        return publisher.place();
    }

    @Override
    public void run(Place place, Runnable code) {
        publisher.during(place, () -> CellEnd.within(() -> {
            try {
                code.run();
            } catch (Interruption reported) { // by what this code has run elsewhere
                throw reported;
            } catch (Throwable thrown) {
                if (java.stopRequested()) {
                    var interruption = new Interruption(Thrown.stack(thrown), false);
                    publisher.publish(java.failure(interruption));
                    throw interruption;
                }
                publisher.publish(java.failure(thrown));
            }
        }));
    }

    void clearOutput(boolean wait) {
        var content = new JsonObject();
        content.addProperty("wait", wait);
        publisher.publish("clear_output", content);
    }

    Results results() {
        return results;
    }

    /// Shows a value in the front end's pager when the cell has ended.
    void page(DisplayData data) {
        var payload = Bundle.of(data);
        payload.addProperty("source", "page");
        payload.addProperty("start", 0);
        publisher.payload(payload);
    }

    /// Shows what is known about a name in the pager.
    void answer(Question question) {
        page(describe(question.name(), question.name().length(), question.withSource())
            .orElseGet(() -> new DisplayData("There is no \"" + question.name() + "\" that is known here.")));
    }

    /// What is known about the name at the cursor.
    Optional<DisplayData> describe(String code, int cursor, boolean withSource) {
        var found = help.documentation(code, cursor);
        var source = Question.nameAt(code, cursor).filter(name -> withSource).flatMap(help::source);
        if (found.isEmpty() && source.isEmpty()) {
            return Optional.empty();
        }
        var data = new DisplayData(found.map(Documentation::text).orElse("") + source.map(text -> "\n\n" + text).orElse(""));
        data.putHTML(found.map(Documentation::html).orElse("")
            + source.map(text -> "<pre>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</pre>").orElse(""));
        return Optional.of(data);
    }

    void setNextInput(String text, boolean replace) {
        var payload = new JsonObject();
        payload.addProperty("source", "set_next_input");
        payload.addProperty("text", text);
        payload.addProperty("replace", replace);
        publisher.payload(payload);
    }
}
