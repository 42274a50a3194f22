package dev.solstice.kernel.help;

/// A name that could stand at the cursor.
///
/// @param source  how to ask JShell about a method: `((java.util.List) null).get(`; may be empty
/// @param isNamed whether the signature has names of parameters, which the JDK's class files lack
/// @param rank    those with lower ones come first
record Candidate(String text, String type, String signature, String source, boolean isNamed, int rank) {
    static Candidate plain(String text, String type, String signature, int rank) {
        return new Candidate(text, type, signature, "", true, rank);
    }
}
