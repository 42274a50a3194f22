package dev.solstice.kernel.jshell;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/// Lets a record have a constructor without `public`.
///
/// JShell makes the types of a cell public, and the canonical constructor of a public record has to be public too, so that
/// JShell rejects `record Range(int from, int to) { Range { ... } }`, which every textbook has.
public final class RecordConstructors {
    private static final Pattern RECORD = Pattern.compile("\\brecord\\s+(\\w+)[\\s\\S]*\\b\\1\\s*[({]");
    /// Tells what is put in here from what the user has written.
    private static final String PUBLIC = "public/**/ ";
    private static final EnumSet<Modifier> ACCESS = EnumSet.of(Modifier.PUBLIC, Modifier.PROTECTED, Modifier.PRIVATE);

    private RecordConstructors() {
    }

    /// The snippet with all constructors of its records public that have no other access.
    static String published(String source) {
        if (!RECORD.matcher(source).find()) {
            return source;
        }
        var published = new StringBuilder(source);
        constructors(source).reversed().forEach(start -> published.insert(start, PUBLIC));
        return published.toString();
    }

    /// The snippet as the user has written it.
    public static String asWritten(String published) {
        return published.replace(PUBLIC, "");
    }

    /// Where a position in a published snippet is in what the user has written.
    static int written(String published, long position) {
        return asWritten(published.substring(0, Math.clamp(position, 0, published.length()))).length();
    }

    /// Where they start, in source order.
    private static List<Integer> constructors(String source) {
        var parsed = Parsed.of(source);
        return parsed.unit().getTypeDecls().stream().filter(type -> type.getKind() == Tree.Kind.RECORD)
            .flatMap(type -> ((ClassTree) type).getMembers().stream()).filter(RecordConstructors::isOpen).map(parsed::start).toList();
    }

    private static boolean isOpen(Tree member) {
        return member instanceof MethodTree method && method.getReturnType() == null
            && Collections.disjoint(method.getModifiers().getFlags(), ACCESS);
    }
}
