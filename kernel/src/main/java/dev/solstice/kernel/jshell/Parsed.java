package dev.solstice.kernel.jshell;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A text as Java's parser reads it, whatever is wrong with it; no name in it is looked up.
public record Parsed(CompilationUnitTree unit, DocTrees trees) {
    public static Parsed of(String text) {
        var task = (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, ignored -> { }, null, null, List.of(new Text(text)));
        try {
            return new Parsed(task.parse().iterator().next(), DocTrees.instance(task));
        } catch (IOException e) {
            throw new IllegalStateException(e); // the text is in memory
        }
    }

    /// Where a tree of the unit starts in the text.
    public int start(Tree tree) {
        return (int) trees.getSourcePositions().getStartPosition(unit, tree);
    }

    public int end(Tree tree) {
        return (int) trees.getSourcePositions().getEndPosition(unit, tree);
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String text) {
            super(URI.create("string:///Cell.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
