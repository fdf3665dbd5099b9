using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Forecasts.Server.Kernel;

/// <summary>How the API reads JSON: strictly, so that what is not understood is refused rather than lost.</summary>
public static class Json
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.AllowDuplicateProperties = false;
        options.Converters.Add(ContractJson.Words());
        options.NumberHandling = ContractJson.Numbers;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RefuseHoles);
    }

    // The serializer minds the nullability of members, not that of a list's items.
    private static void RefuseHoles(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        var lists = type
            .Properties.Where(p =>
                p.Get is not null
                && p.PropertyType.IsGenericType
                && typeof(IEnumerable).IsAssignableFrom(p.PropertyType)
                && !p.PropertyType.GenericTypeArguments[0].IsValueType
            )
            .ToArray();
        if (lists.Length == 0)
            return;
        type.OnDeserialized = read =>
        {
            if (lists.Any(p => p.Get!(read) is IEnumerable items && items.Cast<object?>().Contains(null)))
                throw new JsonException();
        };
    }
}
