package dev.solstice.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.solstice.core.Array;
import dev.solstice.io.SafeTensors;
import dev.solstice.transform.Jit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same cases once more through the compiler: a compiled function and its compiled gradient give the reference's values.
class CompiledCasesTest {
    @Test
    void compiled_primitives_and_their_compiled_gradients_agree_with_the_reference() throws Exception {
        var folder = Path.of(CompiledCasesTest.class.getResource("/reference/primitives/index.json").toURI()).getParent();
        var tensors = SafeTensors.load(folder.resolve("tensors.safetensors")).tensors();
        var formulas = PrimitiveCases.formulas();
        var failures = new ArrayList<String>();
        int compiled = 0;
        for (var element : JsonParser.parseString(Files.readString(folder.resolve("index.json"))).getAsJsonObject().getAsJsonArray("cases")) {
            var given = new ReferenceCase(element.getAsJsonObject(), tensors);
            try {
                PrimitiveCases.check(compiled(given.choose(formulas)), given);
                compiled++;
            } catch (NotImplemented missing) {
                // counted by ReferenceCasesTest
            } catch (AssertionError | RuntimeException wrong) {
                failures.add(given.id() + ": " + wrong);
            }
        }
        assertEquals(List.of(), failures);
        assertTrue(compiled > 200, "only " + compiled + " cases were compiled");
    }

    @Test
    void compiled_layers_and_their_compiled_gradients_agree_with_the_reference() throws Exception {
        agrees("/reference/nn/index.json", NnCases.operations(), true, 90);
    }

    @Test
    void compiled_optimiser_steps_and_losses_agree_with_the_reference() throws Exception {
        agrees("/reference/optim/index.json", OptimCases.operations(), true, 70);
    }

    /// Written by `nn/layers.py`.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void layers_with_rarer_options_agree_with_equinox(boolean compiled) throws Exception {
        agrees("/nn/index.json", NnCases.operations(), compiled, 50);
    }

    /// Written by `optim/cases.py`.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void optimisers_with_rarer_options_agree_with_optax(boolean compiled) throws Exception {
        agrees("/optim/index.json", OptimCases.operations(), compiled, 18);
    }

    private static void agrees(String index, Map<String, Operation> operations, boolean isCompiled, int least) throws Exception {
        var folder = Path.of(CompiledCasesTest.class.getResource(index).toURI()).getParent();
        var tensors = SafeTensors.load(folder.resolve("tensors.safetensors")).tensors();
        var failures = new ArrayList<String>();
        int agreed = 0;
        for (var element : JsonParser.parseString(Files.readString(folder.resolve("index.json"))).getAsJsonObject().getAsJsonArray("cases")) {
            var given = new ReferenceCase(element.getAsJsonObject(), tensors, isCompiled);
            try {
                given.choose(operations).run(given);
                given.close();
                agreed++;
            } catch (AssertionError | RuntimeException wrong) {
                failures.add(given.id() + ": " + wrong);
            }
        }
        assertEquals(List.of(), failures);
        assertTrue(agreed >= least, "only " + agreed + " cases agreed");
    }

    /// The formula as one compiled call: differentiated and mapped, the call is what is transformed.
    private static PrimitiveCases.Formula compiled(PrimitiveCases.Formula formula) {
        return (params, x) -> Jit.jit((List<Array> operands) -> List.of(formula.apply(params, operands.toArray(Array[]::new))))
                .apply(List.of(x)).toArray(Array[]::new);
    }
}
