namespace Gateway.Faults.Running;

/// <summary>A command of the machine (mount, losetup and the like) has refused.</summary>
internal sealed class CommandException(string command, int exitCode, string said) : Exception($"{command} ended with {exitCode}: {said}");
