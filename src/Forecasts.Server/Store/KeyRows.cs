using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>The keys that protect cookies and forms live in the database, so every web server shares them.</summary>
public sealed class KeyRows(NpgsqlDataSource database) : IXmlRepository
{
    private const string Keep = """
        insert into forecasts.data_protection_keys (name, xml) values ($1, $2) on conflict (name) do update set xml = excluded.xml
        """;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.CreateCommand("select xml from forecasts.data_protection_keys order by name");
        using var reader = command.ExecuteReader();
        var keys = new List<XElement>();
        while (reader.Read())
            keys.Add(XElement.Parse(reader.GetString(0)));
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = database.Command(Keep, friendlyName, element.ToString(SaveOptions.DisableFormatting));
        command.ExecuteNonQuery();
    }
}
