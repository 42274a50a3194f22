package dev.solstice.kernel.debug;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.kernel.debug.Contents.Entry;
import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.error.CellFailure;
import dev.solstice.kernel.jshell.ClassWeaver;
import dev.solstice.kernel.jshell.JavaSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/// Answers the requests of the Debug Adapter Protocol, and those that Jupyter adds to it.
///
/// Requests are answered one after the other, by whoever calls [#answer]; events come from the threads that halt.
public final class DebugAdapter {
    private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();
    /// The filter of exceptions that there is.
    private static final String THROWN = "thrown";
    private static final Map<String, ?> CAPABILITIES = Map.of(
        "supportsConfigurationDoneRequest", true,
        "supportsConditionalBreakpoints", true,
        "supportsEvaluateForHovers", true,
        "supportsSetVariable", true,
        "supportsExceptionInfoRequest", true,
        "supportsDelayedStackTraceLoading", true,
        "exceptionBreakpointFilters", List.of(Map.of("filter", THROWN, "label", "Exceptions that leave a method of a cell")));

    private final JavaSession java;
    private final UserCode user;
    private final Consumer<JsonObject> events;
    private final RunControl control;
    private final CellSources sources = new CellSources();
    private final References references = new References();
    private final AtomicInteger sequence = new AtomicInteger();
    private volatile VariableView.Views views = new VariableView.Views(references, false);

    /// @param events takes what front ends are told, on the thread that it is about
    public DebugAdapter(JavaSession java, UserCode user, Consumer<JsonObject> events) {
        this.java = java;
        this.user = user;
        this.events = events;
        this.control = new RunControl(this::holds, new Announcer(), java::stopRequested);
    }

    /// Ends what halted threads run, after the kernel has been interrupted.
    public void interrupt() {
        control.stop();
    }

    /// @param request a request of the protocol
    /// @return its response
    public JsonObject answer(JsonObject request) {
        var arguments = Arguments.of(request);
        var command = arguments.text("command").orElse("");
        var response = new JsonObject();
        response.addProperty("type", "response");
        response.addProperty("seq", sequence.incrementAndGet());
        response.addProperty("request_seq", arguments.number("seq").orElse(0));
        response.addProperty("command", command);
        try {
            response.add("body", GSON.toJsonTree(body(command, arguments.inside("arguments"))));
            response.addProperty("success", true);
        } catch (Exception | StackOverflowError failure) {
            response.addProperty("success", false);
            response.addProperty("message", message(failure));
        }
        return response;
    }

    private static String message(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal.getMessage();
            case CellFailure ofCell -> ofCell.name() + ": " + ofCell.getMessage();
            default -> failure.toString();
        };
    }

    private Object body(String command, Arguments arguments) throws Exception {
        return switch (command) {
            case "initialize" -> initialize(arguments);
            case "debugInfo" -> debugInfo();
            case "disconnect" -> disconnect();
            case "inspectVariables" -> user.undisturbed(this::inspectVariables);
            case "richInspectVariables" -> user.undisturbed(() -> richInspectVariables(arguments));
            case "modules" -> Map.of("modules", List.of(), "totalModules", 0);
            case "variables" -> user.undisturbed(() -> variables(arguments));
            case "evaluate" -> user.undisturbed(() -> evaluate(arguments));
            case "setVariable" -> user.undisturbed(() -> setVariable(arguments));
            case "attach", "dumpCell", "setBreakpoints", "setExceptionBreakpoints", "configurationDone", "source", "threads", "stackTrace",
                 "scopes", "exceptionInfo", "continue", "next", "stepIn", "stepOut", "pause" -> {
                if (!control.isOn()) {
                    throw new Refusal("the debugger is off: \"initialize\" comes first");
                }
                yield bodyWhileOn(command, arguments);
            }
            default -> throw new Refusal("\"" + command + "\" is not supported");
        };
    }

    private Object bodyWhileOn(String command, Arguments arguments) {
        return switch (command) {
            case "attach" -> {
                tell("initialized", Map.of());
                yield Map.of();
            }
            case "dumpCell" -> Map.of("sourcePath", sources.add(new Cell(0, arguments.needed("code"))));
            case "setBreakpoints" -> setBreakpoints(arguments);
            case "setExceptionBreakpoints" -> setExceptionBreakpoints(arguments);
            case "source" -> source(arguments.inside("source").needed("path"));
            case "threads" -> threads();
            case "stackTrace" -> stackTrace(arguments);
            case "scopes" -> scopes(frame(arguments.number("frameId").orElse(0)));
            case "exceptionInfo" -> exceptionInfo(halt(arguments));
            case "continue" -> {
                control.goOn();
                yield Map.of("allThreadsContinued", true);
            }
            case "next" -> step(arguments, Step.Kind.OVER);
            case "stepIn" -> step(arguments, Step.Kind.INTO);
            case "stepOut" -> step(arguments, Step.Kind.OUT);
            case "pause" -> {
                control.pause();
                yield Map.of();
            }
            default -> Map.of(); // configurationDone
        };
    }

    // ---- On and off

    private Object initialize(Arguments arguments) {
        views = new VariableView.Views(references, arguments.text("clientID").filter("jupyterlab"::equals).isPresent());
        java.weave(new Weaving(control, java::place));
        control.start();
        return CAPABILITIES;
    }

    private Object disconnect() {
        java.weave(ClassWeaver.NONE);
        control.end();
        references.clear();
        sources.clear();
        return Map.of();
    }

    private Object debugInfo() {
        record InCell(String source, List<Map<String, Integer>> breakpoints) {}
        var breakpoints = new ArrayList<InCell>();
        control.breakpoints().all().forEach((path, all) -> breakpoints.add(new InCell(path,
            all.stream().map(each -> Map.of("line", control.breakpoints().effective(path, each.line()).orElse(each.line()))).toList())));
        return Map.ofEntries(
            Map.entry("isStarted", control.isOn()),
            Map.entry("hashMethod", "Murmur2"),
            Map.entry("hashSeed", Integer.toUnsignedLong(CellSources.SEED)),
            Map.entry("tmpFilePrefix", CellSources.PREFIX),
            Map.entry("tmpFileSuffix", CellSources.SUFFIX),
            Map.entry("breakpoints", breakpoints),
            Map.entry("stoppedThreads", control.halts().stream().map(halt -> halt.frame().stack().id()).toList()),
            Map.entry("richRendering", true),
            Map.entry("exceptionPaths", List.of()),
            Map.entry("copyToGlobals", false));
    }

    // ---- Breakpoints

    private Object setBreakpoints(Arguments arguments) {
        var path = arguments.inside("source").needed("path");
        var asked = arguments.list("breakpoints").stream().map(Arguments::of)
            .map(each -> new Breakpoint(each.number("line").orElse(1), each.text("condition").filter(condition -> !condition.isBlank()))).toList();
        control.breakpoints().set(path, asked);
        return Map.of("breakpoints", asked.stream().map(each -> view(path, each)).toList());
    }

    private Object view(String path, Breakpoint breakpoint) {
        record View(boolean verified, Integer line, String message, Map<String, String> source) {}
        boolean isWoven = control.breakpoints().knows(path);
        var line = isWoven ? control.breakpoints().effective(path, breakpoint.line()) : sources.nextCode(path, breakpoint.line());
        var source = Map.of("path", path);
        return line.isEmpty() ? new View(false, breakpoint.line(), "there is no Java code from this line on", source)
            : new View(true, line.getAsInt(), isWoven ? null : "halts when the cell is run", source);
    }

    private Object setExceptionBreakpoints(Arguments arguments) {
        var filters = arguments.list("filters").stream().map(JsonElement::getAsString).toList();
        if (filters.stream().anyMatch(filter -> !filter.equals(THROWN))) {
            throw new Refusal("there is only the filter \"" + THROWN + "\", got " + filters);
        }
        control.breakpoints().setExceptions(!filters.isEmpty());
        return Map.of();
    }

    /// Whether a breakpoint's condition is true; called on the thread that has come there.
    private boolean holds(Breakpoint breakpoint, Frame frame) throws Throwable {
        if (breakpoint.condition().isEmpty()) {
            return true;
        }
        var location = frame.method().locations().get(frame.location());
        var condition = breakpoint.compiled().computeIfAbsent(location, none -> InFrame.of(breakpoint.condition().get(), Optional.of(frame), java));
        var value = condition.value(Optional.of(frame));
        if (value instanceof Boolean holds) {
            return holds;
        }
        throw new Refusal("expected a boolean, got " + Values.text(value));
    }

    // ---- Where a thread is

    private Object source(String path) {
        return Map.of("mimeType", "text/x-java", "content", sources.source(path).or(() -> woven(path))
            .orElseThrow(() -> new Refusal("there is no cell " + path)));
    }

    private Optional<String> woven(String path) {
        return control.halts().stream().map(halt -> halt.frame().method()).filter(method -> method.path().equals(path))
            .map(method -> method.cell().source()).findFirst();
    }

    private Object threads() {
        return Map.of("threads", control.threads().stream().map(thread -> Map.of("id", thread.id(), "name", thread.name())).toList());
    }

    private Object stackTrace(Arguments arguments) {
        record View(int id, String name, int line, int column, Map<String, String> source) {}
        var frames = new ArrayList<Frame>();
        for (var frame = halt(arguments).frame().stack().top(); frame != null; frame = frame.caller()) {
            frames.add(frame);
        }
        var asked = frames.stream().skip(arguments.number("startFrame").orElse(0));
        int levels = arguments.number("levels").orElse(0);
        return Map.of("totalFrames", frames.size(), "stackFrames", (levels > 0 ? asked.limit(levels) : asked).map(frame ->
            new View(references.of(frame), frame.method().name(), frame.line(), 1,
                Map.of("name", frame.method().cell().name(), "path", frame.method().path()))).toList());
    }

    private RunControl.Halt halt(Arguments arguments) {
        int thread = arguments.number("threadId").orElse(1);
        return control.halt(thread).orElseThrow(() -> new Refusal("thread " + thread + " is not halted"));
    }

    private Frame frame(int id) {
        return references.frame(id).orElseThrow(() -> new Refusal("there is no halted frame " + id));
    }

    private Object exceptionInfo(RunControl.Halt halt) {
        if (halt.thrown() == null) {
            throw new Refusal("thread " + halt.frame().stack().id() + " has not halted at an exception");
        }
        return Map.of("exceptionId", halt.thrown().getClass().getName(), "description", String.valueOf(halt.thrown().getMessage()),
            "breakMode", "always", "details", Map.of("stackTrace", String.join("\n", java.failure(halt.thrown()).traceback())));
    }

    private Object step(Arguments arguments, Step.Kind kind) {
        control.step(halt(arguments), kind);
        return Map.of();
    }

    // ---- Variables

    private Contents globals() {
        return new Contents.Listed(java.variables().stream()
            .map(variable -> new Entry(variable.name(), JavaNames.brief(variable.type()), variable.value())).toList(), true);
    }

    private static Contents locals(Frame frame) {
        return Contents.of(frame.variables().entrySet().stream()
            .map(each -> new Entry(each.getKey(), JavaNames.brief(each.getValue().local().type()), each.getValue().value())).toList());
    }

    private Object scopes(Frame frame) {
        record Scope(String name, int variablesReference, boolean expensive, String presentationHint) {}
        return Map.of("scopes", List.of(new Scope("Locals", references.of(locals(frame)), false, "locals"),
            new Scope("Globals", references.of(globals()), false, null)));
    }

    private Object variables(Arguments arguments) {
        int reference = arguments.number("variablesReference").orElse(0);
        var contents = reference == 0 ? Contents.NOTHING : references.contents(reference)
            .orElseThrow(() -> new Refusal("there are no variables " + reference + " any more"));
        return Map.of("variables", views.of(contents, arguments.number("start").orElse(0), arguments.number("count").orElse(0)));
    }

    private Object inspectVariables() {
        if (control.halts().isEmpty()) {
            references.clear();
        }
        var globals = globals();
        return Map.of("variables", globals.part(0, globals.size()).stream().map(views::of).toList());
    }

    /// A variable as a cell would show it; nothing where there is none of this name.
    private Object richInspectVariables(Arguments arguments) {
        var name = arguments.needed("variableName");
        var locals = optionalFrame(arguments).map(frame -> locals(frame)).orElse(Contents.NOTHING);
        var found = List.<Supplier<Contents>>of(() -> locals, this::globals).stream().map(Supplier::get)
            .flatMap(contents -> contents.part(0, contents.size()).stream()).filter(entry -> entry.name().equals(name)).findFirst();
        var shown = found.map(entry -> GSON.toJsonTree(BaseKernel.notebookKernel().getRenderer().render(entry.value())).getAsJsonObject())
            .orElseGet(JsonObject::new);
        return Map.of("data", shown.has("data") ? shown.get("data") : new JsonObject(),
            "metadata", shown.has("metadata") ? shown.get("metadata") : new JsonObject());
    }

    private Object evaluate(Arguments arguments) throws Exception {
        return shown(value(arguments.needed("expression"), optionalFrame(arguments)));
    }

    private Optional<Frame> optionalFrame(Arguments arguments) {
        return arguments.number("frameId").stream().filter(id -> id > 0).mapToObj(this::frame).findFirst();
    }

    private Object value(String expression, Optional<Frame> frame) {
        var compiled = InFrame.of(expression, frame, java);
        try {
            return compiled.value(frame);
        } catch (Throwable thrown) {
            throw new Refusal(thrown.toString());
        }
    }

    private Object shown(Object value) {
        record Result(String result, String value, String type, int variablesReference) {}
        var text = Values.text(value);
        return new Result(text, text, views.word(Values.type(value)), references.of(Values.of(value)));
    }

    /// Locals are copies of what the thread has; only what the notebook has declared can be changed.
    private Object setVariable(Arguments arguments) {
        var name = arguments.needed("name");
        if (!(references.contents(arguments.number("variablesReference").orElse(0)).orElse(null) instanceof Contents.Listed(var _, var areGlobals) && areGlobals)) {
            throw new Refusal(name + " cannot be set: only the notebook's own variables can, not locals and not what is inside a value");
        }
        return shown(value(name + " = " + arguments.needed("value"), Optional.empty()));
    }

    // ---- Events

    private void tell(String event, Object body) {
        var message = new JsonObject();
        message.addProperty("type", "event");
        message.addProperty("seq", sequence.incrementAndGet());
        message.addProperty("event", event);
        message.add("body", GSON.toJsonTree(body));
        events.accept(message);
    }

    private final class Announcer implements RunControl.Listener {
        @Override
        public void halted(RunControl.Halt halt) {
            record Stopped(String reason, int threadId, String text, boolean allThreadsStopped) {}
            tell("stopped", new Stopped(halt.reason(), halt.frame().stack().id(), halt.text(), false));
        }

        @Override
        public void goesOn(CallStack stack) {
            if (control.halts().isEmpty()) {
                references.clear();
            }
            tell("continued", Map.of("threadId", stack.id(), "allThreadsContinued", false));
        }
    }
}
