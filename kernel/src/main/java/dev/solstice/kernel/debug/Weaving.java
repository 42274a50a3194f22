package dev.solstice.kernel.debug;

import dev.solstice.kernel.error.Origins.Place;
import dev.solstice.kernel.jshell.ClassWeaver;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Puts calls of [Probe] into the methods of cells: where a method begins, where each of its lines does, and where it ends.
final class Weaving implements ClassWeaver {
    private static final ClassDesc PROBE = Probe.class.describeConstable().orElseThrow();
    private static final ClassDesc FRAME = Frame.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc ENTER = MethodTypeDesc.of(FRAME, ConstantDescs.CD_int);
    private static final MethodTypeDesc AT = MethodTypeDesc.of(ConstantDescs.CD_boolean, FRAME, ConstantDescs.CD_int);
    private static final MethodTypeDesc ARRIVED = MethodTypeDesc.of(ConstantDescs.CD_void, FRAME, ConstantDescs.CD_Object.arrayType());
    private static final MethodTypeDesc LEAVE = MethodTypeDesc.of(ConstantDescs.CD_void, FRAME);
    private static final MethodTypeDesc THREW = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Throwable, FRAME);

    private final RunControl control;
    private final Function<StackTraceElement, Optional<Place>> places;

    /// @param places the line of a cell that a line of a class is
    Weaving(RunControl control, Function<StackTraceElement, Optional<Place>> places) {
        this.control = control;
        this.places = places;
    }

    @Override
    public byte[] woven(byte[] classFile, ClassHierarchyResolver hierarchy) {
        var file = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
        var model = file.parse(classFile);
        try {
            return file.transformClass(model, ((ClassTransform) (builder, element) -> weave(builder, element, model))
                .andThen(ClassTransform.endHandler(builder -> builder.with(sourceFile(model)))));
        } catch (IllegalArgumentException tooLong) { // for a method's 64 kB: then this class is not debugged
            return classFile;
        }
    }

    @Override
    public void repeated(String className) {
        control.breakpoints().methods(className).forEach(method -> {
            var found = method.locations().stream().map(each -> places.apply(new StackTraceElement(className, "", null, each.inClass()))).toList();
            if (found.stream().allMatch(Optional::isPresent) && !found.isEmpty()) {
                var cell = found.getFirst().get().cell();
                control.breakpoints().move(method, cell, IntStream.range(0, found.size())
                    .mapToObj(i -> method.locations().get(i).at(found.get(i).get().line())).toList());
            }
        });
    }

    /// The compiler leaves it out, so that JShell tells woven classes from others.
    private static SourceFileAttribute sourceFile(ClassModel model) {
        return SourceFileAttribute.of(JavaNames.wrapper(model.thisClass().asInternalName()) + ".java");
    }

    private void weave(ClassBuilder builder, ClassElement element, ClassModel owner) {
        var probes = element instanceof MethodModel method ? probes(method, owner) : Optional.<CodeTransform>empty();
        if (probes.isPresent()) {
            builder.transformMethod((MethodModel) element, MethodTransform.transformingCode(probes.get()));
        } else {
            builder.with(element);
        }
    }

    private Optional<CodeTransform> probes(MethodModel method, ClassModel owner) {
        var className = owner.thisClass().asInternalName().replace('/', '.');
        var name = method.methodName().stringValue();
        if ((method.flags().flagsMask() & ClassFile.ACC_BRIDGE) != 0 || isAccessor(method, owner)
            || JavaNames.isWrapper(className) && name.equals(ConstantDescs.INIT_NAME)) {
            return Optional.empty();
        }
        boolean isCell = JavaNames.isStatement(className, name);
        return method.findAttribute(Attributes.code())
            .flatMap(code -> LineTable.of(code, isCell, line -> places.apply(new StackTraceElement(className, name, null, line))))
            .map(lines -> {
                var woven = new WovenMethod(control, className, JavaNames.method(className, name), lines.cell(), isCell, lines.locations());
                return new Probes(control.add(woven), lines, name.equals(ConstantDescs.INIT_NAME));
            });
    }

    /// The compiler gives them the line of the whole record.
    private static boolean isAccessor(MethodModel method, ClassModel owner) {
        return method.methodTypeSymbol().parameterCount() == 0 && owner.findAttribute(Attributes.record()).stream()
            .flatMap(each -> each.components().stream()).anyMatch(component -> component.name().equals(method.methodName()))
            && method.findAttribute(Attributes.code()).filter(Weaving::isShort).isPresent();
    }

    /// Takes the field and returns it, and JShell's check.
    private static boolean isShort(CodeAttribute code) {
        return code.elementStream().filter(Instruction.class::isInstance).count() <= 4;
    }

    /// The calls for one method.
    private static final class Probes implements CodeTransform {
        private final int number;
        private final LineTable lines;
        private final boolean isConstructor;
        /// Objects of a constructor that have been made and not initialized.
        private int raw;
        private int line;
        private int frame;
        /// From where on there is a frame; null before that.
        private Label entered;

        Probes(int number, LineTable lines, boolean isConstructor) {
            this.number = number;
            this.lines = lines;
            this.isConstructor = isConstructor;
        }

        @Override
        public void atStart(CodeBuilder builder) {
            frame = builder.allocateLocal(TypeKind.REFERENCE);
            if (!isConstructor) {
                enter(builder);
            }
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            if (element instanceof ReturnInstruction && entered != null) {
                builder.aload(frame).invokestatic(PROBE, "leave", LEAVE);
            }
            builder.with(element);
            if (element instanceof LineNumber) {
                int location = lines.indices().get(line++);
                if (entered != null && location >= 0) {
                    arrive(builder, location, lines.locations().get(location).locals());
                }
            } else if (entered == null && initializes(element)) {
                enter(builder); // there is no `this` to look at before
            }
        }

        /// Whether this is a constructor's call of another one of its class or superclass.
        private boolean initializes(CodeElement element) {
            if (element instanceof NewObjectInstruction) {
                raw++;
            }
            return element instanceof InvokeInstruction call && call.opcode() == Opcode.INVOKESPECIAL
                && call.name().equalsString(ConstantDescs.INIT_NAME) && raw-- == 0;
        }

        @Override
        public void atEnd(CodeBuilder builder) {
            if (entered != null) {
                var end = builder.newBoundLabel();
                builder.exceptionCatchAll(entered, end, end)
                    .dup().aload(frame).invokestatic(PROBE, "threw", THREW).athrow();
            }
        }

        private void enter(CodeBuilder builder) {
            builder.loadConstant(number).invokestatic(PROBE, "enter", ENTER).astore(frame);
            entered = builder.newBoundLabel();
        }

        private void arrive(CodeBuilder builder, int location, List<Local> locals) {
            var next = builder.newLabel();
            builder.aload(frame).loadConstant(location).invokestatic(PROBE, "at", AT).ifeq(next)
                .aload(frame).loadConstant(locals.size()).anewarray(ConstantDescs.CD_Object);
            for (int i = 0; i < locals.size(); i++) {
                builder.dup().loadConstant(i);
                load(builder, locals.get(i));
                builder.aastore();
            }
            builder.invokestatic(PROBE, "arrived", ARRIVED).labelBinding(next);
        }

        /// As an object.
        private static void load(CodeBuilder builder, Local local) {
            var type = ClassDesc.ofDescriptor(local.descriptor());
            builder.loadLocal(TypeKind.from(type), local.slot());
            if (type.isPrimitive()) {
                var boxed = boxed(local.descriptor().charAt(0));
                builder.invokestatic(boxed, "valueOf", MethodTypeDesc.of(boxed, type));
            }
        }

        private static ClassDesc boxed(char primitive) {
            return switch (primitive) {
                case 'Z' -> ConstantDescs.CD_Boolean;
                case 'B' -> ConstantDescs.CD_Byte;
                case 'C' -> ConstantDescs.CD_Character;
                case 'S' -> ConstantDescs.CD_Short;
                case 'I' -> ConstantDescs.CD_Integer;
                case 'J' -> ConstantDescs.CD_Long;
                case 'F' -> ConstantDescs.CD_Float;
                default -> ConstantDescs.CD_Double;
            };
        }
    }
}
