package dev.solstice.reference;

import static dev.solstice.nn.InferenceMode.inferenceMode;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.AdaptiveAvgPool1d;
import dev.solstice.nn.AdaptiveAvgPool2d;
import dev.solstice.nn.AdaptiveAvgPool3d;
import dev.solstice.nn.AdaptiveMaxPool1d;
import dev.solstice.nn.AdaptiveMaxPool2d;
import dev.solstice.nn.AdaptiveMaxPool3d;
import dev.solstice.nn.AdaptivePool;
import dev.solstice.nn.AttentionSettings;
import dev.solstice.nn.AvgPool1d;
import dev.solstice.nn.AvgPool2d;
import dev.solstice.nn.AvgPool3d;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Conv;
import dev.solstice.nn.Conv1d;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.Conv3d;
import dev.solstice.nn.ConvTranspose;
import dev.solstice.nn.ConvTranspose1d;
import dev.solstice.nn.ConvTranspose2d;
import dev.solstice.nn.ConvTranspose3d;
import dev.solstice.nn.ConvolutionSettings;
import dev.solstice.nn.Dropout;
import dev.solstice.nn.Embedding;
import dev.solstice.nn.GroupNorm;
import dev.solstice.nn.Identity;
import dev.solstice.nn.Lambda;
import dev.solstice.nn.Layer;
import dev.solstice.nn.LayerNorm;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.nn.MaxPool1d;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.nn.MaxPool3d;
import dev.solstice.nn.MultiheadAttention;
import dev.solstice.nn.PReLU;
import dev.solstice.nn.PaddingMode;
import dev.solstice.nn.Pool;
import dev.solstice.nn.PoolingWindow;
import dev.solstice.nn.RMSNorm;
import dev.solstice.nn.RotaryPositionalEmbedding;
import dev.solstice.nn.Sequential;
import dev.solstice.nn.SpectralNorm;
import dev.solstice.nn.Start;
import dev.solstice.nn.WeightNorm;
import dev.solstice.random.Key;
import dev.solstice.tree.KeyPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// The layer that Equinox's constructor of a name makes of some arguments, from JSON.
final class EquinoxLayers {
    private static final String POOL = "kernel_size stride padding use_ceil";
    private static final String CONVOLUTION = "dilation groups use_bias padding_mode";

    /// The arguments of the constructors in order, for those that stand without their names.
    private static final Map<String, String> POSITIONAL = Map.ofEntries(
            Map.entry("Linear", "in_features out_features use_bias dtype"),
            Map.entry("MLP", "in_size out_size width_size depth activation final_activation use_bias use_final_bias dtype"),
            Map.entry("Embedding", "num_embeddings embedding_size weight"),
            Map.entry("Dropout", "p inference"),
            Map.entry("Lambda", "fn"),
            Map.entry("PReLU", "init_alpha"),
            Map.entry("BatchNorm", "input_size axis_name eps channelwise_affine momentum inference dtype mode"),
            Map.entry("GroupNorm", "groups channels eps channelwise_affine dtype"),
            Map.entry("LayerNorm", "shape eps use_weight use_bias dtype"),
            Map.entry("RMSNorm", "shape eps use_weight use_bias dtype"),
            Map.entry("MultiheadAttention", "num_heads query_size key_size value_size output_size qk_size vo_size use_query_bias use_key_bias "
                    + "use_value_bias use_output_bias dropout_p inference"),
            Map.entry("RotaryPositionalEmbedding", "embedding_size theta"),
            Map.entry("WeightNorm", "layer weight_name axis"),
            Map.entry("SpectralNorm", "layer weight_name num_power_iterations eps inference"),
            Map.entry("Sequential", "layers"),
            Map.entry("Conv", "num_spatial_dims in_channels out_channels kernel_size stride padding " + CONVOLUTION),
            Map.entry("ConvTranspose", "num_spatial_dims in_channels out_channels kernel_size stride padding output_padding " + CONVOLUTION),
            Map.entry("Pool", "init operation num_spatial_dims " + POOL),
            Map.entry("AdaptivePool", "target_shape num_spatial_dims operation"));

    private EquinoxLayers() {}

    /// `["Linear", 3, 6, {"use_bias": false}]`
    ///
    /// @param keys gives one to each constructor that takes one, in the order of the text
    static Layer of(JsonArray spec, Supplier<Key> keys) {
        var name = spec.get(0).getAsString();
        var arguments = new JsonObject();
        int position = 0;
        for (JsonElement argument : spec.asList().subList(1, spec.size())) {
            if (argument.isJsonObject()) argument.getAsJsonObject().asMap().forEach(arguments::add);
            else arguments.add(positional(name, position++), argument);
        }
        var params = new Params(arguments);
        var layer = of(name, params, keys);
        params.requireAllRead(name);
        return layer;
    }

    private static String positional(String layer, int position) {
        var names = POSITIONAL.getOrDefault(layer, switch (layer) {
            case String adaptive when adaptive.startsWith("Adaptive") -> "target_shape";
            case String transposed when transposed.startsWith("ConvTranspose") -> "in_channels out_channels kernel_size stride output_padding padding " + CONVOLUTION;
            case String convolution when convolution.startsWith("Conv") -> "in_channels out_channels kernel_size stride padding " + CONVOLUTION;
            case String pool when pool.contains("Pool") -> POOL;
            default -> "";
        }).split(" ");
        if (position >= names.length) throw new NotImplemented(layer + " with argument " + position);
        return names[position];
    }

    static Layer of(String name, Params p, Supplier<Key> keys) {
        return switch (name) {
            case "Linear" -> Linear.of(size(p, "in_features"), size(p, "out_features"), p.truth("use_bias", true), start(p, keys));
            case "Identity" -> new Identity();
            case "MLP" -> mlp(p, start(p, keys));
            case "Lambda" -> new Lambda(NamedFunctions.of(p.text("fn")));
            case "Dropout" -> new Dropout(p.real("p", 0.5), p.truth("inference", false));
            case "PReLU" -> prelu(p);
            case "Embedding" -> p.has("weight") ? Embedding.of(table(p.json("weight"), dtype(p))) : Embedding.of(p.integer("num_embeddings"), p.integer("embedding_size"), start(p, keys));
            case "LayerNorm" -> {
                boolean affine = p.truth("elementwise_affine", true);
                yield LayerNorm.of(p.shape("shape"), p.real("eps", 1e-5), p.truth("use_weight", affine), p.truth("use_bias", affine), dtype(p));
            }
            case "RMSNorm" -> RMSNorm.of(p.shape("shape"), p.real("eps", 1e-5), p.truth("use_weight", true), p.truth("use_bias", true), dtype(p));
            case "GroupNorm" -> groupNorm(p);
            case "BatchNorm" -> batchNorm(p);
            case "Conv" -> Conv.of(convolution(p, p.integer("num_spatial_dims")), start(p, keys));
            case "Conv1d" -> Conv1d.of(convolution(p, 1), start(p, keys));
            case "Conv2d" -> Conv2d.of(convolution(p, 2), start(p, keys));
            case "Conv3d" -> Conv3d.of(convolution(p, 3), start(p, keys));
            case "ConvTranspose" -> ConvTranspose.of(convolution(p, p.integer("num_spatial_dims")), start(p, keys)).withOutputPadding(outputPadding(p));
            case "ConvTranspose1d" -> ConvTranspose1d.of(convolution(p, 1), start(p, keys)).withOutputPadding(outputPadding(p));
            case "ConvTranspose2d" -> ConvTranspose2d.of(convolution(p, 2), start(p, keys)).withOutputPadding(outputPadding(p));
            case "ConvTranspose3d" -> ConvTranspose3d.of(convolution(p, 3), start(p, keys)).withOutputPadding(outputPadding(p));
            case "MaxPool1d" -> new MaxPool1d(window(p, 1));
            case "MaxPool2d" -> new MaxPool2d(window(p, 2));
            case "MaxPool3d" -> new MaxPool3d(window(p, 3));
            case "AvgPool1d" -> new AvgPool1d(window(p, 1));
            case "AvgPool2d" -> new AvgPool2d(window(p, 2));
            case "AvgPool3d" -> new AvgPool3d(window(p, 3));
            case "Pool" -> pool(p);
            case "AdaptiveAvgPool1d" -> AdaptiveAvgPool1d.of(p.integers("target_shape"));
            case "AdaptiveAvgPool2d" -> AdaptiveAvgPool2d.of(p.integers("target_shape"));
            case "AdaptiveAvgPool3d" -> AdaptiveAvgPool3d.of(p.integers("target_shape"));
            case "AdaptiveMaxPool1d" -> AdaptiveMaxPool1d.of(p.integers("target_shape"));
            case "AdaptiveMaxPool2d" -> AdaptiveMaxPool2d.of(p.integers("target_shape"));
            case "AdaptiveMaxPool3d" -> AdaptiveMaxPool3d.of(p.integers("target_shape"));
            case "AdaptivePool" -> adaptivePool(p);
            case "MultiheadAttention" -> attention(p, start(p, keys));
            case "RotaryPositionalEmbedding" -> new RotaryPositionalEmbedding(p.integer("embedding_size"), p.real("theta", 10000));
            case "WeightNorm" -> WeightNorm.of(of(p.json("layer").getAsJsonArray(), keys), weight(p), p.isNull("axis") ? null : Integer.valueOf(p.integer("axis", 0)));
            case "SpectralNorm" -> spectralNorm(p, keys);
            case "Sequential" -> sequential(p.json("layers").getAsJsonArray(), keys);
            case String other -> throw new NotImplemented("the layer " + other);
        };
    }

    static Sequential sequential(JsonArray specs, Supplier<Key> keys) {
        var layers = new ArrayList<Layer>();
        for (JsonElement spec : specs) layers.add(of(spec.getAsJsonArray(), keys));
        return new Sequential(layers);
    }

    private static DType dtype(Params p) {
        return p.dtype("dtype", p.truth("x64", false) ? DType.FLOAT64 : DType.FLOAT32);
    }

    static Start start(Params p, Supplier<Key> keys) {
        return Start.of(keys.get()).withDtype(dtype(p));
    }

    private static int size(Params params, String name) {
        if (!params.isText(name)) return params.integer(name);
        if (!params.text(name).equals("scalar")) throw new NotImplemented("size " + params.text(name));
        return Linear.SCALAR;
    }

    private static MLP mlp(Params p, Start start) {
        var mlp = MLP.of(size(p, "in_size"), size(p, "out_size"), p.integer("width_size"), p.integer("depth"),
                        p.truth("use_bias", true), p.truth("use_final_bias", true), start)
                .withActivation(NamedFunctions.of(p.text("activation", "relu")))
                .withFinalActivation(NamedFunctions.of(p.text("final_activation", "identity")));
        return p.truth("scan", false) ? mlp.withScan() : mlp;
    }

    private static Layer prelu(Params p) {
        return new PReLU(p.isList("init_alpha") ? table(p.json("init_alpha"), dtype(p)) : Array.scalar(dtype(p), p.real("init_alpha", 0.25)));
    }

    /// An array from lists of lists of numbers.
    private static Array table(JsonElement json, DType dtype) {
        if (!json.isJsonArray()) return Array.scalar(dtype, json.getAsDouble());
        return Lax.concatenate(0, json.getAsJsonArray().asList().stream().map(row -> table(row, dtype).expandDims(0)).toArray(Array[]::new));
    }

    private static Layer groupNorm(Params p) {
        boolean affine = p.truth("channelwise_affine", true);
        p.isNull("channels");
        var norm = affine ? GroupNorm.of(p.integer("groups"), p.integer("channels"), dtype(p)) : GroupNorm.of(p.integer("groups"));
        return norm.withEps(p.real("eps", 1e-5));
    }

    private static BatchNorm batchNorm(Params p) {
        var names = p.isList("axis_name")
                ? p.json("axis_name").getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList()
                : List.of(p.text("axis_name", "batch"));
        var mode = switch (p.text("mode", "legacy")) {
            case "batch" -> BatchNorm.Mode.BATCH;
            case "ema", "legacy" -> BatchNorm.Mode.EMA;
            case String other -> throw new NotImplemented("BatchNorm of mode " + other);
        };
        var norm = BatchNorm.of(p.integer("input_size"), mode, names, p.real("eps", 1e-5), p.truth("channelwise_affine", true),
                p.real("momentum", 0.99), dtype(p));
        return p.truth("inference", false) ? inferenceMode(norm) : norm;
    }

    private static ConvolutionSettings convolution(Params p, int spatialAxes) {
        var settings = ConvolutionSettings
                .of(spatialAxes, p.integer("in_channels"), p.integer("out_channels"), p.integers("kernel_size"))
                .withStride(p.integers("stride", 1))
                .withDilation(p.integers("dilation", 1))
                .withGroups(p.integer("groups", 1))
                .withPaddingMode(PaddingMode.valueOf(p.text("padding_mode", "ZEROS").toUpperCase(Locale.ROOT)));
        if (!p.truth("use_bias", true)) settings = settings.withoutBias();
        if (p.isText("padding")) return settings.withPadding(p.text("padding"));
        return isTable(p) ? settings.withPadding(p.table("padding")) : settings.withPadding(p.integers("padding", 0));
    }

    private static boolean isTable(Params p) {
        return p.isList("padding") && p.json("padding").getAsJsonArray().get(0).isJsonArray();
    }

    private static int[] outputPadding(Params p) {
        return p.integers("output_padding", 0);
    }

    private static PoolingWindow window(Params p, int spatialAxes) {
        var window = PoolingWindow.of(spatialAxes, p.integers("kernel_size")).withStride(p.integers("stride", 1));
        window = isTable(p) ? window.withPadding(p.table("padding")) : window.withPadding(p.integers("padding", 0));
        return p.truth("use_ceil", false) ? window.withCeil() : window;
    }

    private static Layer pool(Params p) {
        return Pool.of(window(p, p.integer("num_spatial_dims")), p.real("init"), switch (last(p.text("operation"))) {
            case "add" -> Array::add;
            case "mul" -> Array::mul;
            case "max" -> Lax::max;
            case "min" -> Lax::min;
            case String other -> throw new NotImplemented("a pool of " + other);
        });
    }

    private static Layer adaptivePool(Params p) {
        return AdaptivePool.of(p.integer("num_spatial_dims"), switch (last(p.text("operation"))) {
            case "mean" -> x -> x.mean();
            case "max" -> x -> x.max();
            case "min" -> x -> x.min();
            case "sum" -> x -> x.sum();
            case String other -> NamedFunctions.of(other);
        }, p.integers("target_shape"));
    }

    /// `jax.lax.max` is `max`.
    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static MultiheadAttention attention(Params p, Start start) {
        var settings = AttentionSettings.of(p.integer("num_heads"), p.integer("query_size"));
        settings = settings
                .withKeySize(p.integer("key_size", settings.keySize())).withValueSize(p.integer("value_size", settings.valueSize()))
                .withOutputSize(p.integer("output_size", settings.outputSize()))
                .withHeadSizes(p.integer("qk_size", settings.qkSize()), p.integer("vo_size", settings.voSize()))
                .withBiases(p.truth("use_query_bias", false), p.truth("use_key_bias", false), p.truth("use_value_bias", false),
                        p.truth("use_output_bias", false));
        var attention = MultiheadAttention.of(settings, start).withDropout(p.real("dropout_p", 0));
        return p.truth("inference", false) ? inferenceMode(attention) : attention;
    }

    private static KeyPath weight(Params p) {
        return LayerCheck.path(p.text("weight_name", "weight"));
    }

    private static Layer spectralNorm(Params p, Supplier<Key> keys) {
        var inner = of(p.json("layer").getAsJsonArray(), keys);
        var norm = SpectralNorm.of(inner, weight(p), p.integer("num_power_iterations", 1), p.real("eps", 1e-12), keys.get());
        return p.truth("inference", false) ? inferenceMode(norm) : norm;
    }
}
