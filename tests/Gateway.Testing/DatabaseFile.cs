using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Gateway.Testing;

/// <summary>What a test does to an SQLite file, or asks of it, behind the back of its owner.</summary>
public static class DatabaseFile
{
    public static void Execute(string path, string sql) => With(path, sql, command => command.ExecuteNonQuery());

    /// <returns>The first column of the first row.</returns>
    public static long Number(string path, string sql) => With(path, sql, command => (long)command.ExecuteScalar()!);

    [SuppressMessage("Security", "CA2100", Justification = "Constants of tests.")]
    private static T With<T>(string path, string sql, Func<SqliteCommand, T> use)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return use(command);
    }
}
