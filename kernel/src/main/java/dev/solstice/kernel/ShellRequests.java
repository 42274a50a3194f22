package dev.solstice.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.solstice.kernel.help.Completeness;
import dev.solstice.kernel.help.Completion;
import dev.solstice.kernel.wire.Message;
import java.time.Duration;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// Answers what comes on the shell channel.
final class ShellRequests implements Lane.Handler {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Workplace workplace;
    private final Execution execution;
    private final History history;
    private final KernelServer server;
    private final Lane.Handler control;
    private final Foresight foresight;

    /// @param control answers what older front ends send on this channel
    ShellRequests(Workplace workplace, Execution execution, History history, KernelServer server, Lane.Handler control,
                  Foresight foresight) {
        this.server = server;
        this.control = control;
        this.foresight = foresight;
        this.workplace = workplace;
        this.execution = execution;
        this.history = history;
    }

    @Override
    public JsonObject handle(Message request) throws Exception {
        foresight.requestBegins();
        if (server.isLost(request)) {
            return Bundle.error("NoSuchSubshell", "there is no subshell \"" + request.subshell() + "\"");
        }
        return switch (request.type()) {
            case "execute_request" -> execution.execute(request);
            case "complete_request" -> complete(request);
            case "inspect_request" -> inspect(request);
            case "is_complete_request" -> isComplete(request);
            case "history_request" -> history.reply(request);
            case "kernel_info_request" -> KernelInfo.reply();
            case "comm_info_request" -> workplace.comms().handle(request);
            case "shutdown_request" -> control.handle(request);
            case "comm_open", "comm_msg", "comm_close" -> execution.event(request);
            default -> null;
        };
    }

    @Override
    public void done(Message request) {
        foresight.requestEnds();
        control.done(request);
    }

    @Override
    public void amend(Message request, JsonObject reply) {
        if (request.type().equals("execute_request") && !reply.has("execution_count")) {
            reply.addProperty("execution_count", execution.count());
        }
    }

    private JsonObject complete(Message request) throws Exception {
        var code = request.text("code", "");
        var found = workplace.help().completion(code, position(code, request));
        var content = Bundle.ok();
        int start = code.codePointCount(0, found.start());
        int end = code.codePointCount(0, found.end());
        content.add("matches", Bundle.strings(found.matches().stream().map(Completion.Match::text).toList()));
        content.addProperty("cursor_start", start);
        content.addProperty("cursor_end", end);
        var types = new JsonArray();
        found.matches().forEach(match -> types.add(typed(match, start, end)));
        var metadata = new JsonObject();
        metadata.add("_jupyter_types_experimental", types);
        content.add("metadata", metadata);
        return content;
    }

    private static JsonObject typed(Completion.Match match, int start, int end) {
        var typed = new JsonObject();
        typed.addProperty("start", start);
        typed.addProperty("end", end);
        typed.addProperty("text", match.text());
        typed.addProperty("type", match.type());
        typed.addProperty("signature", match.signature());
        return typed;
    }

    private JsonObject inspect(Message request) throws Exception {
        var code = request.text("code", "");
        var found = workplace.kernel().describe(code, position(code, request), request.number("detail_level", 0) > 0);
        var content = Bundle.of(found.orElseGet(DisplayData::new));
        content.addProperty("status", "ok");
        content.addProperty("found", found.isPresent());
        return content;
    }

    /// A console that hears nothing for a second never asks again; of `unknown` it decides by itself.
    private JsonObject isComplete(Message request) throws Exception {
        var help = workplace.helpWithin(PATIENCE);
        return help.isEmpty() ? Bundle.status("unknown") : switch (help.get().completeness(request.text("code", ""))) {
            case Completeness.Complete() -> Bundle.status("complete");
            case Completeness.Invalid() -> Bundle.status("invalid");
            case Completeness.Incomplete(var indent) -> {
                var content = Bundle.status("incomplete");
                content.addProperty("indent", indent);
                yield content;
            }
        };
    }

    /// Jupyter counts code points, Java counts UTF-16 units; a missing or wild position means the end.
    private static int position(String code, Message request) {
        int points = request.number("cursor_pos", Integer.MAX_VALUE);
        return points >= code.codePointCount(0, code.length()) ? code.length() : code.offsetByCodePoints(0, Math.max(0, points));
    }
}
