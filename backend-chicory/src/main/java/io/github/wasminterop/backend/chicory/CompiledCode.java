package io.github.wasminterop.backend.chicory;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ClassLoadingCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.Shaded;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.github.wasminterop.error.BackendException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Guest code as JVM bytecode.
 *
 * <p>Chicory's compiler takes addresses for signed: where the address operand of a load or store is
 * 2 GiB or more, it leaves out the instruction's constant offset. That is harmless as long as
 * memories end at 2 GiB, and a silent access to the wrong place when they do not. All compiled
 * accesses go through one small method of a class that the compiler copies into each module; here
 * that method is replaced in the copy by one that adds unsigned.
 */
final class CompiledCode {
  private static final ClassDesc SHADED = Shaded.class.describeConstable().orElseThrow();
  private static final String ADDRESS = "getAddr";
  private static final MethodTypeDesc ADDRESS_TYPE =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
  private static final String OUT_OF_BOUNDS = "throwOutOfBoundsMemoryAccess";
  private static final MethodTypeDesc OUT_OF_BOUNDS_TYPE =
      MethodTypeDesc.of(RuntimeException.class.describeConstable().orElseThrow());
  private static final int BASE = 0;
  private static final int OFFSET = 1;

  private static byte @Nullable [] shaded;

  private CompiledCode() {}

  /**
   * Prepares the compiler.
   *
   * @throws BackendException if it is not the one that this class was written for
   */
  static synchronized byte[] shaded() {
    byte[] result = shaded;
    if (result == null) {
      result = patch(new ClassLoadingCollector().resolve(Shaded.class));
      shaded = result;
    }
    return result;
  }

  /**
   * Compiles a valid module. Single functions that are too large for a method of the JVM stay
   * interpreted, as does a module in which the compiler meets a limit of another kind; a guest of
   * which some is interpreted has the limits of one that all is.
   */
  static GuestCode of(WasmModule module) {
    try {
      var result =
          Compiler.builder(module)
              .withInterpreterFallback(InterpreterFallback.SILENT)
              .withClassCollectorFactory(Collector::new)
              .build()
              .compile();
      var machines = ((ClassLoadingCollector) result.collector()).machineFactory();
      return result.interpretedFunctions().isEmpty()
          ? new GuestCode(machines, MemoryLimits.MAX_PAGES)
          : GuestCode.interpreted(instance -> confined(machines.apply(instance)));
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      // The class file writer or the JVM's verifier has met a limit.
      return GuestCode.interpreted(ConfinedMachine::new);
    }
  }

  private static Machine confined(Machine machine) {
    Turn turn = new Turn();
    return (function, arguments) -> turn.alone(() -> machine.call(function, arguments));
  }

  /** The class with its method replaced. */
  static byte[] patch(byte[] original) {
    ClassFile classFile = ClassFile.of();
    var model = classFile.parse(original);
    Optional<MethodModel> method =
        model.methods().stream()
            .filter(
                m ->
                    m.methodName().equalsString(ADDRESS)
                        && m.methodTypeSymbol().equals(ADDRESS_TYPE))
            .findAny();
    if (method.isEmpty()) {
      throw new BackendException(
          "the compiler on the class path is not that of Chicory %s; use that version, or option"
                  .formatted(Release.VERSION)
              + " execution=interpreted",
          null);
    }
    return classFile.transformClass(
        model, ClassTransform.transformingMethodBodies(method.get()::equals, new UnsignedSum()));
  }

  /**
   * Replaces a body {@code (int base, int offset) -> int}. The offset is at least 0; so the
   * unsigned sum has left 32 bits exactly if the base has the highest bit and the sum has not.
   */
  private static final class UnsignedSum implements CodeTransform {

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      // Drops what was there.
    }

    @Override
    public void atEnd(CodeBuilder code) {
      Label high = code.newLabel();
      Label fits = code.newLabel();
      int sum = code.allocateLocal(TypeKind.INT);
      code.iload(BASE).iflt(high).iload(BASE).iload(OFFSET).iadd().ireturn();
      code.labelBinding(high).iload(BASE).iload(OFFSET).iadd().istore(sum);
      code.iload(sum).iflt(fits);
      code.invokestatic(SHADED, OUT_OF_BOUNDS, OUT_OF_BOUNDS_TYPE).athrow();
      code.labelBinding(fits).iload(sum).ireturn();
    }
  }

  /** Loads the compiled classes as they come, with ours in place of one. */
  private static final class Collector extends ClassLoadingCollector {

    @Override
    public byte[] resolve(Class<?> type) {
      return type == Shaded.class ? shaded() : super.resolve(type);
    }
  }
}
