package io.github.wasminterop;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the class of the objects that are bound to an interface: for each method a final field
 * with the method handle that it calls.
 *
 * <p>The class is hidden, for the JVM takes the fields of such objects for constants: an object in
 * a {@code static final} field costs what its handles would cost there.
 */
final class BoundClass {
  private static final MethodTypeDesc CONSTRUCTOR =
      MethodTypeDesc.of(ConstantDescs.CD_void, CD_MethodHandle.arrayType());
  private static final MethodTypeDesc TO_STRING = MethodTypeDesc.of(ConstantDescs.CD_String);

  private final ClassDesc name;
  private final Class<?> type;
  private final List<Method> methods;

  private BoundClass(ClassDesc name, Class<?> type, List<Method> methods) {
    this.name = name;
    this.type = type;
    this.methods = methods;
  }

  /**
   * Defines the class.
   *
   * @param home of full privilege access, in a package that can reach the interface and the types
   *     of its methods
   * @param methods those that call handles
   * @return its constructor {@code (MethodHandle[])Object}, which takes a handle of each method's
   *     exact type, and then one {@code ()String} for {@code toString()}
   */
  static MethodHandle define(Lookup home, Class<?> type, List<Method> methods) {
    ClassDesc name =
        ClassDesc.of(home.lookupClass().getPackageName(), type.getSimpleName() + "Bound");
    byte[] bytes = ClassFile.of().build(name, new BoundClass(name, type, methods)::write);
    try {
      Lookup defined = home.defineHiddenClass(bytes, true);
      return defined
          .findConstructor(
              defined.lookupClass(), MethodType.methodType(void.class, MethodHandle[].class))
          .asType(MethodType.methodType(Object.class, MethodHandle[].class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  private void write(ClassBuilder to) {
    to.withFlags(ACC_FINAL).withInterfaceSymbols(type.describeConstable().orElseThrow());
    for (int i = 0; i <= methods.size(); i++) {
      to.withField(field(i), CD_MethodHandle, ACC_PRIVATE | ACC_FINAL);
    }
    to.withMethodBody(INIT_NAME, CONSTRUCTOR, 0, this::writeConstructor);
    Set<String> written = new HashSet<>(); // several interfaces may declare the same method
    for (int i = 0; i < methods.size(); i++) {
      Method method = methods.get(i);
      MethodTypeDesc descriptor = descriptor(method);
      if (written.add(method.getName() + descriptor.descriptorString())) {
        writeMethod(to, method.getName(), descriptor, i);
      }
    }
    writeMethod(to, "toString", TO_STRING, methods.size());
  }

  private void writeConstructor(CodeBuilder code) {
    code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void);
    for (int i = 0; i <= methods.size(); i++) {
      code.aload(0).aload(1).loadConstant(i).aaload().putfield(name, field(i), CD_MethodHandle);
    }
    code.return_();
  }

  private void writeMethod(ClassBuilder to, String method, MethodTypeDesc type, int index) {
    to.withMethodBody(
        method,
        type,
        ACC_PUBLIC,
        code -> {
          code.aload(0).getfield(name, field(index), CD_MethodHandle);
          for (int i = 0; i < type.parameterCount(); i++) {
            code.loadLocal(TypeKind.from(type.parameterType(i)), code.parameterSlot(i));
          }
          code.invokevirtual(CD_MethodHandle, "invokeExact", type)
              .return_(TypeKind.from(type.returnType()));
        });
  }

  private static String field(int index) {
    return "handle" + index;
  }

  private static MethodTypeDesc descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .describeConstable()
        .orElseThrow();
  }
}
