using Gateway.Faults.Running;
using Gateway.Faults.Storing;

// Strikes faults at the real store and the real gateway and judges what is left. Needs root and the packages that tests/faults.sh installs.
switch (args)
{
    case ["list"]:
        foreach (var fault in FaultSuite.All) Console.WriteLine($"{fault.Id,-12} {fault.Fault}");
        return 0;
    case ["run", var folder, .. var rest]:
        string[] names = [.. rest.Where(word => word != "--quick")];
        var cases = FaultSuite.Named(names);
        if (cases.Count > 0) return await new FaultSuite(folder, isQuick: names.Length < rest.Length).RunAsync(cases) ? 0 : 1;
        Console.Error.WriteLine($"error: no case is named {string.Join(" or ", names)}; see list");
        return 2;
    case ["write", .. var settings]:
        return await new StoreWriter(WriterSettings.Parse(settings)).RunAsync();
    default:
        Console.Error.WriteLine(
            """
            usage: Gateway.Faults list                            the cases
                   Gateway.Faults run FOLDER [--quick] [CASE...]  strikes them: a letter means its group; --quick: a tenth of the rounds
                   Gateway.Faults write KEY=VALUE...              for the cases themselves: stores until it is ended
            """);
        return 2;
}
