package dev.solstice.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.error.ExceptionReport;
import dev.solstice.kernel.error.Interruption;
import dev.solstice.kernel.error.Origins;
import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.live.CellEnd;
import dev.solstice.kernel.stream.CellInput;
import dev.solstice.kernel.wire.Message;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/// Answers `execute_request`.
final class Execution {
    private final Workplace workplace;
    private final Publisher publisher;
    private final KernelServer server;
    private final CellInput input;
    private final History history;
    /// What the first cell is told before anything else.
    private Optional<String> notice;
    private int count;
    /// How many cells run: one, and one more in each busy subshell.
    private int running;
    private boolean interrupted;

    Execution(Workplace workplace, Publisher publisher, KernelServer server, CellInput input, History history,
              Optional<String> notice) {
        this.workplace = workplace;
        this.publisher = publisher;
        this.server = server;
        this.input = input;
        this.history = history;
        this.notice = notice;
    }

    JsonObject execute(Message request) {
        boolean silent = request.flag("silent", false);
        boolean counted = !silent && request.flag("store_history", true);
        int number = begin(counted);
        var cell = new Cell(counted ? number : 0, request.text("code", ""));
        publisher.begin(request, silent);
        CellEnd.begin();
        input.setQuestion((prompt, password) -> ask(request, prompt, password));
        publisher.publish("execute_input", executeInput(cell, number));
        if (!silent) {
            takeNotice().ifPresent(publisher::warn);
        }
        try {
            var java = workplace.java();
            passOnInterrupt(java);
            if (counted) {
                workplace.kernel().results().addSource(number, cell.source());
            }
            var shown = run(cell, number, counted, java);
            if (counted) {
                history.add(number, cell.source(), shown.map(data -> String.valueOf(data.getData(MIMEType.TEXT_PLAIN))).orElse(null));
            }
            var reply = Bundle.ok();
            reply.addProperty("execution_count", number);
            reply.add("user_expressions", userExpressions(request, java));
            reply.add("payload", publisher.payloads());
            return reply;
        } catch (CellFailure failure) {
            if (counted) {
                history.add(number, cell.source(), null);
            }
            return failed(failure, number);
        } catch (Exception | Error defect) { // of the kernel: the cell's own are CellFailures
            return failed(ExceptionReport.ofKernel(defect), number);
        } finally {
            CellEnd.reached();
            publisher.flush();
            end();
        }
    }

    /// Handles a comm's message, which may run the notebook's code, as if it were a cell: what it shows belongs to the
    /// message, an interrupt stops it, and what it throws is reported on standard error.
    ///
    /// @return no reply
    JsonObject event(Message request) {
        begin(false);
        publisher.begin(request, false);
        CellEnd.begin();
        try {
            var java = workplace.java();
            passOnInterrupt(java);
            java.call(() -> workplace.comms().handle(request));
        } catch (Interruption interruption) {
            publisher.warn("interrupted");
        } catch (Exception | Error e) {
            publisher.warn(String.join("\n", workplace.javaIfReady().map(java -> java.failure(e))
                .orElseGet(() -> ExceptionReport.ofKernel(e)).traceback()));
        } finally {
            CellEnd.reached();
            publisher.flush();
            end();
        }
        return null;
    }

    /// The number of the latest cell that counts.
    synchronized int count() {
        return count;
    }

    /// Runs code that calls the notebook's, whether or not a cell runs, so that an interrupt stops it.
    <T> T aside(Callable<T> code) throws Exception {
        begin(false);
        try {
            var java = workplace.java();
            passOnInterrupt(java);
            return java.call(code);
        } finally {
            end();
        }
    }

    /// Stops all cells that run; without one it does nothing, so that it cannot hit the next.
    synchronized void interrupt() {
        if (running > 0) {
            interrupted = true;
            workplace.javaIfReady().ifPresent(JavaSession::interrupt);
        }
    }

    private synchronized Optional<String> takeNotice() {
        var taken = notice;
        notice = Optional.empty();
        return taken;
    }

    /// @return the number of the cell that begins
    private synchronized int begin(boolean counted) {
        if (running++ == 0) {
            interrupted = false;
        }
        return counted ? ++count : count;
    }

    /// The first cell may be interrupted while the session is still being made ready.
    private synchronized void passOnInterrupt(JavaSession java) {
        if (interrupted) {
            java.interrupt();
        }
    }

    private synchronized void end() {
        if (--running == 0) {
            workplace.javaIfReady().ifPresent(JavaSession::resume);
        }
    }

    private JsonObject failed(CellFailure failure, int number) {
        publisher.publish(failure);
        var reply = Bundle.error(failure);
        reply.addProperty("execution_count", number);
        return reply;
    }

    private Optional<DisplayData> run(Cell cell, int number, boolean counted, JavaSession java) throws Exception {
        var kernel = workplace.kernel();
        kernel.results().declarations(cell.source()).forEach(declaration -> java.evaluate(new Cell(0, declaration), warning -> { }));
        var question = Question.in(cell);
        kernel.results().setDisplayed("");
        var value = java.evaluateTyped(question.map(Question::before).orElse(cell), publisher::warn)
            .filter(found -> question.isEmpty() && !kernel.results().isDisplayId(found.value()));
        question.ifPresent(kernel::answer);
        if (counted) {
            value.ifPresent(typed -> kernel.results().add(number, typed));
        }
        var shown = value.map(typed -> render(typed.value(), java));
        shown.ifPresent(data -> {
            var content = Bundle.of(data);
            content.addProperty("execution_count", number);
            publisher.publish("execute_result", content);
        });
        return shown;
    }

    /// Rendering calls the user's code (a `toString`, say), so it can be interrupted and may fail.
    private DisplayData render(Object value, JavaSession java) {
        try {
            return java.call(() -> workplace.kernel().getRenderer().render(value));
        } catch (Interruption interruption) {
            throw interruption.failure(List.of(), new Origins());
        } catch (Exception | Error e) {
            throw java.failure(e);
        }
    }

    private JsonObject userExpressions(Message request, JavaSession java) {
        var answers = new JsonObject();
        if (request.content().get("user_expressions") instanceof JsonObject expressions) {
            expressions.entrySet().forEach(entry -> answers.add(entry.getKey(), userExpression(entry.getValue(), java)));
        }
        return answers;
    }

    private JsonObject userExpression(JsonElement source, JavaSession java) {
        try {
            var content = Bundle.of(java.evaluate(new Cell(0, source.isJsonPrimitive() ? source.getAsString() : ""), warning -> { })
                .map(value -> render(value, java)).orElseGet(() -> new DisplayData("null")));
            content.addProperty("status", "ok");
            return content;
        } catch (CellFailure failure) {
            return Bundle.error(failure);
        }
    }

    private static JsonObject executeInput(Cell cell, int number) {
        var content = new JsonObject();
        content.addProperty("code", cell.source());
        content.addProperty("execution_count", number);
        return content;
    }

    private String ask(Message request, String prompt, boolean password) throws IOException {
        if (!request.flag("allow_stdin", false)) {
            var why = "this front end does not answer questions (allow_stdin is false)";
            publisher.warn(why); // a Scanner would not tell
            throw new IOException(why);
        }
        var question = publisher.takeBegunLine() + prompt;
        publisher.flush();
        try {
            return server.ask(request, question, password);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for input", interrupted);
        }
    }
}
