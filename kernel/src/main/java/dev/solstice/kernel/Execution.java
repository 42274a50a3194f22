package dev.solstice.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.error.ExceptionReport;
import dev.solstice.kernel.error.Interruption;
import dev.solstice.kernel.error.Origins;
import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.stream.CellInput;
import dev.solstice.kernel.wire.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/// Answers `execute_request`.
final class Execution {
    private final Workplace workplace;
    private final Publisher publisher;
    private final KernelServer server;
    private final CellInput input;
    private final History history;
    private int count;
    private boolean running;
    private boolean interrupted;
    private boolean abort;

    Execution(Workplace workplace, Publisher publisher, KernelServer server, CellInput input, History history) {
        this.workplace = workplace;
        this.publisher = publisher;
        this.server = server;
        this.input = input;
        this.history = history;
    }

    JsonObject execute(Message request) {
        boolean silent = request.flag("silent", false);
        boolean counted = !silent && request.flag("store_history", true);
        if (counted) {
            count++;
        }
        var cell = new Cell(counted ? count : 0, request.text("code", ""));
        begin();
        publisher.begin(request, silent);
        input.setQuestion(() -> ask(request));
        publisher.publish("execute_input", executeInput(cell));
        try {
            var java = workplace.java();
            passOnInterrupt(java);
            var shown = run(cell, java);
            if (counted) {
                history.add(count, cell.source(), shown.map(data -> String.valueOf(data.getData(MIMEType.TEXT_PLAIN))).orElse(null));
            }
            return finished(Bundle.ok(), userExpressions(request, java));
        } catch (CellFailure failure) {
            if (counted) {
                history.add(count, cell.source(), null);
            }
            return failed(failure, request);
        } catch (Exception | Error defect) { // of the kernel: the cell's own are CellFailures
            return failed(ExceptionReport.ofKernel(defect), request);
        } finally {
            publisher.flush();
            end();
        }
    }

    /// Stops the running cell; without one it does nothing, so that it cannot hit the next.
    synchronized void interrupt() {
        if (running) {
            interrupted = true;
            workplace.javaIfReady().ifPresent(JavaSession::interrupt);
        }
    }

    private synchronized void begin() {
        running = true;
        interrupted = false;
    }

    /// The first cell may be interrupted while the session is still being made ready.
    private synchronized void passOnInterrupt(JavaSession java) {
        if (interrupted) {
            java.interrupt();
        }
    }

    private synchronized void end() {
        running = false;
        workplace.javaIfReady().ifPresent(JavaSession::resume);
    }

    private JsonObject failed(CellFailure failure, Message request) {
        publisher.publish("error", withoutStatus(Bundle.error(failure)));
        abort = request.flag("stop_on_error", true);
        return finished(Bundle.error(failure), new JsonObject());
    }

    /// Cells behind a failed one are answered without being run, once the failure itself has been answered.
    void afterReply() {
        if (abort) {
            abort = false;
            server.abortWaiting();
        }
    }

    private Optional<DisplayData> run(Cell cell, JavaSession java) {
        var shown = java.evaluate(cell, System.err::println).map(value -> render(value, java));
        shown.ifPresent(data -> {
            var content = Bundle.of(data);
            content.addProperty("execution_count", count);
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
            throw ExceptionReport.of(e, Map.of(e, List.of(e.getStackTrace())), new Origins());
        }
    }

    private JsonObject userExpressions(Message request, JavaSession java) {
        var answers = new JsonObject();
        if (request.content().get("user_expressions") instanceof JsonObject expressions) {
            expressions.entrySet().forEach(entry -> answers.add(entry.getKey(), userExpression(entry.getValue().getAsString(), java)));
        }
        return answers;
    }

    private JsonObject userExpression(String source, JavaSession java) {
        try {
            var content = Bundle.of(java.evaluate(new Cell(0, source), warning -> { })
                .map(value -> render(value, java)).orElseGet(() -> new DisplayData("null")));
            content.addProperty("status", "ok");
            return content;
        } catch (CellFailure failure) {
            return Bundle.error(failure);
        }
    }

    private JsonObject finished(JsonObject content, JsonObject userExpressions) {
        content.addProperty("execution_count", count);
        content.add("user_expressions", userExpressions);
        content.add("payload", new JsonArray());
        return content;
    }

    private JsonObject executeInput(Cell cell) {
        var content = new JsonObject();
        content.addProperty("code", cell.source());
        content.addProperty("execution_count", count);
        return content;
    }

    private static JsonObject withoutStatus(JsonObject error) {
        error.remove("status");
        return error;
    }

    private String ask(Message request) throws IOException {
        if (!request.flag("allow_stdin", false)) {
            throw new IOException("this front end does not answer questions (allow_stdin is false)");
        }
        publisher.flush();
        try {
            return server.ask(request, "");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for input", interrupted);
        }
    }
}
