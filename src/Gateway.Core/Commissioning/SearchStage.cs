using Gateway.Core.Documents;

namespace Gateway.Core.Commissioning;

/// <summary>A part of the search over a whole table: addresses at which makers begin their blocks of registers, the usual ones first.</summary>
/// <param name="Steps">Addresses are multiples of one of these.</param>
/// <param name="Before">So many registers before each, because manuals count from 1.</param>
/// <param name="After">So many behind each.</param>
/// <param name="First">Of the table's first registers, so many altogether.</param>
internal sealed record SearchStage(Wording Name, IReadOnlyList<int> Steps, int Before, int After, int First = 0)
{
    private const int TableLength = 65_536;

    /// <summary>Each holds what those before it left out; the last holds everything.</summary>
    /// <remarks>
    /// All devices whose profiles are shipped have their numbers around an address of the first two stages, or among the first 200. A device that refuses
    /// every block with a register that it lacks makes one request for each address necessary: some 20 ms at 9600 baud, 7,000 requests for the first stage.
    /// </remarks>
    public static IReadOnlyList<SearchStage> All { get; } =
    [
        new(("the first registers and round addresses", "靠前的寄存器和整百地址"), [100, 256], 1, 2, First: 512),
        new(("tens and sixteens", "整十与十六的倍数"), [10, 16], 1, 1),
        new(("every address", "每个地址"), [1], 0, 0),
    ];

    /// <summary>In rising order.</summary>
    public IEnumerable<int> Addresses => Enumerable.Range(0, TableLength).Where(Holds);

    private bool Holds(int address) => address < First || Steps.Any(step => step == 1 || (address + Before) % step <= Before + After);
}
