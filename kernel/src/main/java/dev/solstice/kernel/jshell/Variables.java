package dev.solstice.kernel.jshell;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.VarSnippet;

/// The values behind a notebook's variables.
///
/// JShell keeps each variable in a static field of a generated class and makes a new class, with the field at its
/// default, whenever something changes that the variable's initializer mentions: editing the method `train` would set
/// the model that it returned to null. In a notebook a variable keeps its value until it is assigned. On the other
/// hand the fields of replaced variables, which nobody can name any more, must not keep their values alive.
final class Variables {
    private final JShell shell;
    private final StoppableControl control;
    private final Map<VarSnippet, String> holders = new HashMap<>();

    Variables(JShell shell, StoppableControl control) {
        this.shell = shell;
        this.control = control;
    }

    /// Notes where the variable's value is now.
    void declared(VarSnippet variable) {
        holders.put(variable, holder(variable));
    }

    /// The same of a variable that is to have a value that no cell gives it; false when it does not fit there.
    boolean declared(VarSnippet variable, Object value) {
        declared(variable);
        try {
            field(holder(variable), variable.name()).set(null, value);
            return true;
        } catch (IllegalArgumentException otherType) {
            return false;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The value that the variable has now.
    Object value(VarSnippet variable) {
        try {
            return field(holders.getOrDefault(variable, holder(variable)), variable.name()).get(null);
        } catch (ClassNotFoundException | NoSuchFieldException neverLoaded) {
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Takes the value along to the variable's new place; false when it does not fit there any more.
    boolean moved(VarSnippet variable) {
        var before = holders.get(variable);
        if (before == null || before.equals(holder(variable))) {
            declared(variable);
            return true;
        }
        var value = value(variable);
        gone(variable, null);
        return declared(variable, value);
    }

    /// Forgets the value of a variable that is gone.
    ///
    /// @param successor what has its name now, or null
    void gone(VarSnippet variable, VarSnippet successor) {
        var place = holders.remove(variable);
        if (place == null || successor != null && place.equals(holder(successor))) {
            return;
        }
        try {
            var field = field(place, variable.name());
            if (!field.getType().isPrimitive()) {
                field.set(null, null);
            }
        } catch (ClassNotFoundException | NoSuchFieldException neverLoaded) {
            // then it holds nothing
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Field field(String holder, String name) throws ClassNotFoundException, NoSuchFieldException {
        var field = control.loaded(holder).getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private String holder(VarSnippet variable) {
        return shell.sourceCodeAnalysis().wrapper(variable).fullClassName();
    }
}
