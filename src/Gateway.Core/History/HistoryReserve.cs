using Gateway.Core.Buffering;

namespace Gateway.Core.History;

/// <summary>The oldest days of history, given up one by one when others have filled the disk and the ballast is gone.</summary>
/// <param name="taking">Held while readings are taken: a day that is being written is not deleted under it.</param>
internal sealed class HistoryReserve(HistoryFolder folder, Lock taking) : IDiskReserve
{
    public bool IsOut => false;

    public ReservePiece? TryRelease()
    {
        if (!taking.TryEnter()) return null;
        try
        {
            // The newest stays, as it does at history's own maximum.
            if (folder.Days() is not [var oldest, _, ..]) return null;
            folder.GiveUp(oldest.Day);
            return new ReservePiece($"history {oldest.Day:yyyy-MM-dd}", oldest.Bytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            taking.Exit();
        }
    }

    public void TryRestore()
    {
        // What is gone is gone.
    }
}
