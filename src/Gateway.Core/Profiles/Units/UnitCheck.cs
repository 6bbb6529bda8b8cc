using Gateway.Core.Documents;

namespace Gateway.Core.Profiles.Units;

/// <summary>Warns of a unit that is none, or is another one than was meant.</summary>
internal static class UnitCheck
{
    public static void Run(SourceFile file, ProblemList problems, ScalarNode? unit)
    {
        if (unit is null || UnitSpelling.IsSound(unit.Text)) return;
        problems.Add(file.Problem(UnitProblems.Misspelt, unit.Span, unit.Text) with { Suggestion = UnitSpelling.Meant(unit.Text) });
    }
}
