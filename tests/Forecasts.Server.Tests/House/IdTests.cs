using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Setup;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using Shouldly;

namespace Forecasts.Server.Tests.House;

/// <summary>Ids are types in the domain and texts in rows: what goes to the database as an object is not converted.</summary>
public sealed class IdTests
{
    // Of the addresses of claims there are arrays; none of them goes to the database.
    private static readonly string[] Ids = [typeof(AnalystId).FullName!, typeof(SeasonRef).FullName!, typeof(ClaimRef).FullName!];

    [Fact]
    public void No_id_goes_anywhere_as_an_object_or_in_an_array()
    {
        using var module = ModuleDefinition.ReadModule(typeof(ServerHost).Assembly.Location);
        var boxed =
            from type in module.GetAllTypes()
            from method in type.Methods
            where method.HasBody
            from instruction in method.Body.Instructions
            let id = instruction switch
            {
                { OpCode.Code: Code.Box or Code.Newarr, Operand: TypeReference boxed } => boxed,
                { Operand: GenericInstanceMethod { Name: "ToArray" } call } when call.GenericArguments[0].Name != nameof(ClaimRef) =>
                    call.GenericArguments[0],
                _ => null,
            }
            where id is not null && Ids.Contains(id.FullName)
            select $"{type.FullName}.{method.Name}: {id.Name}";
        boxed.ShouldBeEmpty();
    }
}
