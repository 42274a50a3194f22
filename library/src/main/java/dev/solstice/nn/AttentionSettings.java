package dev.solstice.nn;

import dev.solstice.array.Mistake;

/// The sizes of a [MultiheadAttention], which of its projections have a bias, and what a query sees.
///
/// ```java
/// MultiheadAttention.of(AttentionSettings.of(2, 8).withKeySize(5).withValueSize(5), key)   // attends to vectors of 5
/// ```
///
/// @param querySize elements of each query
/// @param keySize elements of each key
/// @param valueSize elements of each value
/// @param outputSize elements of each result
/// @param qkSize elements of query and key in each head
/// @param voSize elements of value and result in each head
/// @param keyValueHeads heads for keys and values, each for `numHeads / keyValueHeads` heads for queries
/// @param causal whether a query sees no later key
public record AttentionSettings(
        int numHeads, int querySize, int keySize, int valueSize, int outputSize, int qkSize, int voSize,
        boolean useQueryBias, boolean useKeyBias, boolean useValueBias, boolean useOutputBias, int keyValueHeads, boolean causal) {
    /// Everything is `querySize` long, in each head `querySize / numHeads`; no biases.
    ///
    /// @throws IllegalArgumentException if there is no head
    public static AttentionSettings of(int numHeads, int querySize) {
        if (numHeads < 1) throw Mistake.of("attention has at least one head, got " + numHeads);
        int each = querySize / numHeads;
        return new AttentionSettings(numHeads, querySize, querySize, querySize, querySize, each, each, false, false, false, false, numHeads, false);
    }

    public AttentionSettings withKeySize(int size) {
        return new AttentionSettings(numHeads, querySize, size, valueSize, outputSize, qkSize, voSize,
                useQueryBias, useKeyBias, useValueBias, useOutputBias, keyValueHeads, causal);
    }

    public AttentionSettings withValueSize(int size) {
        return new AttentionSettings(numHeads, querySize, keySize, size, outputSize, qkSize, voSize,
                useQueryBias, useKeyBias, useValueBias, useOutputBias, keyValueHeads, causal);
    }

    public AttentionSettings withOutputSize(int size) {
        return new AttentionSettings(numHeads, querySize, keySize, valueSize, size, qkSize, voSize,
                useQueryBias, useKeyBias, useValueBias, useOutputBias, keyValueHeads, causal);
    }

    /// @param qk elements of query and key in each head
    /// @param vo elements of value and result in each head
    public AttentionSettings withHeadSizes(int qk, int vo) {
        return new AttentionSettings(numHeads, querySize, keySize, valueSize, outputSize, qk, vo,
                useQueryBias, useKeyBias, useValueBias, useOutputBias, keyValueHeads, causal);
    }

    public AttentionSettings withBiases(boolean query, boolean key, boolean value, boolean output) {
        return new AttentionSettings(numHeads, querySize, keySize, valueSize, outputSize, qkSize, voSize, query, key, value, output,
                keyValueHeads, causal);
    }

    /// Grouped-query attention (J. Ainslie et al., arXiv 2305.13245): so many heads for keys and values, each shared by a group
    /// of the heads for queries. With one it is multi-query attention.
    ///
    /// @throws IllegalArgumentException unless that divides the number of heads
    public AttentionSettings withKeyValueHeads(int heads) {
        if (heads < 1 || numHeads % heads != 0) {
            throw Mistake.of("the heads for keys and values, " + heads + ", must divide those for queries, " + numHeads
                    + ": each of them serves as many queries");
        }
        return new AttentionSettings(numHeads, querySize, keySize, valueSize, outputSize, qkSize, voSize,
                useQueryBias, useKeyBias, useValueBias, useOutputBias, heads, causal);
    }

    /// A query sees no later key: the queries are the last positions of the keys' sequence.
    public AttentionSettings withCausal() {
        return new AttentionSettings(numHeads, querySize, keySize, valueSize, outputSize, qkSize, voSize,
                useQueryBias, useKeyBias, useValueBias, useOutputBias, keyValueHeads, true);
    }
}
