package dev.solstice.kernel.debug;

import dev.solstice.kernel.jshell.Calculation;
import dev.solstice.kernel.jshell.JavaSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// An expression over the variables of a frame, compiled; variables that it does not mention are not passed.
///
/// @param names of what it mentions: variables, fields of `this`, and `this`
record InFrame(Calculation calculation, List<String> names) {
    private static final Pattern THIS = Pattern.compile("(?<![\\w$.])this(?![\\w$])");
    private static final Pattern FIELD = Pattern.compile("(?<![\\w$.])this\\s*\\.\\s*(\\w+)(?![\\w$]|\\s*\\()");
    private static final String THIS_PARAMETER = "this$";

    /// @param frame empty for one over the notebook's variables alone
    static InFrame of(String expression, Optional<Frame> frame, JavaSession java) {
        var inSight = frame.map(InFrame::inSight).orElse(Map.of());
        var source = THIS.matcher(FIELD.matcher(expression).replaceAll("this\\$$1")).replaceAll("this\\$");
        var mentioned = inSight.keySet().stream().filter(name -> mention(name).matcher(source).find()).toList();
        var parameters = new LinkedHashMap<String, String>();
        mentioned.forEach(name -> parameters.put(name, inSight.get(name).local().type()));
        return new InFrame(java.calculation(source, parameters), mentioned);
    }

    Object value(Optional<Frame> frame) throws Throwable {
        var inSight = frame.map(InFrame::inSight).orElse(Map.of());
        var values = new ArrayList<>();
        names.forEach(name -> values.add(inSight.get(name).value()));
        return calculation.of(values);
    }

    /// By the names of parameters: `this$` for `this`, `this$x` for `this.x`, which may be private, and `x` unless a variable
    /// hides it.
    private static Map<String, Local.Value> inSight(Frame frame) {
        var variables = frame.variables();
        var inSight = new LinkedHashMap<String, Local.Value>();
        if (variables.get(Local.THIS) instanceof Local.Value(var local, Object self) && self != null) {
            FieldValue.of(self).forEach(field -> {
                var value = new Local.Value(new Local(field.name(), -1, "", field.type()), field.value());
                inSight.put(field.name(), value);
                inSight.put(THIS_PARAMETER + field.name(), value);
            });
        }
        variables.forEach((name, value) -> inSight.put(name.equals(Local.THIS) ? THIS_PARAMETER : name, value));
        return inSight;
    }

    private static Pattern mention(String name) {
        return Pattern.compile("(?<![\\w$.])" + Pattern.quote(name) + "(?![\\w$])");
    }
}
