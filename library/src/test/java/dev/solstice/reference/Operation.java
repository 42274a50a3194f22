package dev.solstice.reference;

/// What the library computes for one `op` of the reference data: reads parameters and inputs of the case and hands each
/// result to [ReferenceCase#expect].
///
/// @throws NotImplemented for a setting that does not exist yet
@FunctionalInterface
public interface Operation {
    void run(ReferenceCase given);
}
