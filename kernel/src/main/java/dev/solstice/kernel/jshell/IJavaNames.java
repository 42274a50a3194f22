package dev.solstice.kernel.jshell;

import java.util.regex.Pattern;

/// Notebooks for IJava reach for its classes by name: `io.github.spencerpark.ijava.IJava.getKernelInstance()`.
///
/// JJava has them all under names of its own, and so has this kernel. Positions stay as they are: blanks fill the gap.
final class IJavaNames {
    private static final Pattern NAMES = Pattern.compile("\\bio\\.github\\.spencerpark\\.(?:(ijava)|(jupyter))\\.(?=[A-Za-z])");

    private IJavaNames() {
    }

    static String ofThisKernel(String source) {
        return !source.contains("io.github.spencerpark.") ? source : NAMES.matcher(source).replaceAll(found -> {
            var name = found.group(1) != null ? "dev.solstice.kernel." : "org.dflib.jjava.jupyter.";
            return name + " ".repeat(found.group().length() - name.length());
        });
    }
}
