using Gateway.Core.Alarms;
using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>One limit of a standard: a quantity, the site classes it holds for, and a setpoint for one kind of alarm.</summary>
/// <param name="Source">Standard, edition and clause, as alarms name it.</param>
/// <param name="Grade">C is not in force until somebody has checked it.</param>
internal sealed record LimitRow(
    string Quantity, IReadOnlyList<string> Classes, AlarmKind Kind, double Setpoint, string Unit, AlarmConditions Conditions,
    string Source, char Grade, TextSpan Span);
