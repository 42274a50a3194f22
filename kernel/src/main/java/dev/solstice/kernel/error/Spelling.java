package dev.solstice.kernel.error;

/// How far a name is from one that was perhaps meant.
public final class Spelling {
    private Spelling() {
    }

    /// The least number of letters to put in, leave out or replace.
    public static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    /// Near enough to be the same word: a third of its letters, two at least.
    public static boolean isSlip(String typed, String meant) {
        return distance(typed, meant) <= Math.max(2, meant.length() / 3);
    }
}
