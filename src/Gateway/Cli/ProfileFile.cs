using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary>A profile as a command sees it.</summary>
/// <param name="Name">As site files name it; the path when it was given by path.</param>
/// <param name="Origin"><c>installed</c> with the program, <c>own</c> beside the site file, or <c>file</c>.</param>
internal sealed record ProfileFile(string Name, string Path, string Origin, ProfileCompilation Compiled);
