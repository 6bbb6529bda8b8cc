using System.Text;
using Gateway.Core.Buffering;

namespace Gateway.Cli;

/// <summary>Where a verb's result goes when it is not the output.</summary>
internal static class OutputFile
{
    public static VerbOption<string?> Option { get; } =
        new("--file", ("Write to this file; it appears when it is whole (default: the output).", "写入此文件，完成后才出现（默认输出到屏幕）。"), "FILE");

    /// <summary>Writes to a file that appears when it is whole, or to the output. A device or a pipe (<c>/dev/stdout</c>) is written into, never
    /// replaced.</summary>
    public static int Write(CommandContext context, string? file, Func<TextWriter, int> write)
    {
        if (file is null) return write(context.Out);
        bool isReplaced = !Path.Exists(file) || FileReplacement.IsOrdinary(file);
        string part = isReplaced ? file + ".part" : file;
        try
        {
            int code;
            using (var output = new StreamWriter(part, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))) code = write(output);
            if (isReplaced) File.Move(part, file, overwrite: true);
            return code;
        }
        catch (Exception refused) when (refused is (IOException and not StoreException) or UnauthorizedAccessException)
        {
            context.Fail(($"{file} cannot be written: {refused.Message}", $"{file} 无法写入：{refused.Message}"));
            return ExitCode.PermissionDenied;
        }
        finally
        {
            if (isReplaced && File.Exists(part)) File.Delete(part);
        }
    }
}
