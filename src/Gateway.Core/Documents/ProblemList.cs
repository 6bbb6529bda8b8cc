using System.Collections;

namespace Gateway.Core.Documents;

/// <summary>Problems as they are found. Keeps a bounded number, so that a file of rubbish cannot fill memory; the beginning is what a person reads.</summary>
internal sealed class ProblemList : IReadOnlyCollection<Problem>
{
    private const int Most = 2000;
    private readonly List<Problem> _problems = [];

    public int Count => _problems.Count;

    public bool HasErrors { get; private set; }

    public void Add(Problem problem)
    {
        HasErrors |= problem.IsError;
        if (_problems.Count < Most) _problems.Add(problem);
    }

    public void AddRange(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems) Add(problem);
    }

    /// <summary>By file and place; equal ones once.</summary>
    public IReadOnlyList<Problem> Sorted() =>
    [
        .. _problems
            .DistinctBy(problem => (problem.File, problem.Span, problem.Code, problem.Message("en")))
            .OrderBy(problem => problem.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Span.Line)
            .ThenBy(problem => problem.Span.Column)
            .ThenBy(problem => problem.Code, StringComparer.Ordinal),
    ];

    public IEnumerator<Problem> GetEnumerator() => _problems.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
