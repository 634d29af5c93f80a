// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// An expression of an assignment, compiled. The language has no loop but those over lists, and all
/// of an evaluation's turns together are limited, so it ends, and soon.
public final class Formula {
  static final int WHOLE = 1000;
  private static final int TURNS = 20_000;

  private static final CelOptions LIMITS =
      CelOptions.current()
          .maxExpressionCodePointSize(4096)
          .maxParseRecursionDepth(64)
          .comprehensionMaxIterations(TURNS)
          .maxRegexProgramSize(1_000)
          .build();
  private static final Set<CelType> RESULTS =
      Set.of(SimpleType.BOOL, SimpleType.INT, SimpleType.DOUBLE);
  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(LIMITS).build();

  /// Compiling takes longer than evaluating, and a class has one assignment.
  private static final Map<String, Formula> COMPILED =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Formula> eldest) {
              return size() > 256;
            }
          });

  private final CelRuntime.Program program;
  private final boolean isTruth;

  private Formula(CelRuntime.Program program, boolean isTruth) {
    this.program = program;
    this.isTruth = isTruth;
  }

  /// @throws FormulaException when it does not compile, or gives neither a truth nor a number
  public static Formula of(String expression) throws FormulaException {
    Formula known = COMPILED.get(expression);
    if (known == null) {
      known = compile(expression);
      COMPILED.put(expression, known);
    }
    return known;
  }

  private static Formula compile(String expression) throws FormulaException {
    try {
      CelAbstractSyntaxTree tree = COMPILER.compile(expression).getAst();
      if (!RESULTS.contains(tree.getResultType())) {
        throw new FormulaException(
            "gives "
                + tree.getResultType().name()
                + ", expected true or false, or a number from 0.0 to 1.0");
      }
      return new Formula(RUNTIME.createProgram(tree), tree.getResultType().equals(SimpleType.BOOL));
    } catch (CelValidationException e) {
      throw new FormulaException(
          e.getErrors().stream().map(CelIssue::getMessage).collect(Collectors.joining("; ")));
    } catch (CelEvaluationException e) {
      throw new FormulaException(String.valueOf(e.getMessage()));
    }
  }

  /// Compiles an expression and tries it on a moment in which nothing is mapped.
  ///
  /// @throws FormulaException when it can never be used
  public static void check(String expression) throws FormulaException {
    try {
      of(expression).program.eval(FormulaModel.SAMPLE, FormulaModel.sampleFunctions());
    } catch (CelEvaluationException e) {
      if (e.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
        throw tooLong();
      }
    }
  }

  /// Whether it is true or false, and not met to some degree.
  boolean isTruth() {
    return isTruth;
  }

  /// How far the moment meets it, out of [#WHOLE].
  ///
  /// @throws FormulaException when it cannot be evaluated, or would take too long
  int perMille(FormulaModel moment) throws FormulaException {
    try {
      return switch (program.eval(moment.variables(), moment.functions())) {
        case Boolean met -> met ? WHOLE : 0;
        case Long whole -> (int) Math.clamp(whole, 0, 1) * WHOLE;
        case Double part when Double.isFinite(part) -> (int) (Math.clamp(part, 0.0, 1.0) * WHOLE);
        default -> throw new FormulaException("it gives no number from 0.0 to 1.0");
      };
    } catch (CelEvaluationException e) {
      throw e.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED
          ? tooLong()
          : new FormulaException(String.valueOf(e.getMessage()));
    }
  }

  private static FormulaException tooLong() {
    return new FormulaException(
        "it does not end within " + TURNS + " turns through lists; use fewer, or smaller ones");
  }

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(LIMITS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addFunctionDeclarations(FormulaModel.FUNCTIONS);
    FormulaModel.VARIABLES.forEach(builder::addVar);
    return builder.build();
  }
}
