package dev.solstice.kernel.help;

import jdk.jshell.SourceCodeAnalysis;

/// Where the comment on a name is found: in sources that JShell reads, in cells, in pages that were made of it.
record Comments(CellDocumentation cells, Sources sources) {
    /// In the form that [Javadoc] reads, empty when there is none.
    String of(SourceCodeAnalysis.Documentation found) {
        if (found.javadoc() != null) {
            return found.javadoc().strip();
        }
        var inCell = cells.comment(Documentation.readable(found.signature()));
        return inCell.isEmpty() ? sources.comment(found.signature()) : inCell;
    }

    /// See [CellDocumentation#value(String)].
    String value(String variable) {
        return cells.value(variable);
    }
}
