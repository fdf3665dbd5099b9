using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>
/// Ports of loopback below the range from which the system takes those of outgoing connections, so that they are free again after a restart
/// too.
/// </summary>
internal static class Ports
{
    /// <summary>Held together until all of them are found.</summary>
    public static int[] Free(int count)
    {
        var held = new List<TcpListener>();
        try
        {
            while (held.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(20_000, 32_000));
                try
                {
                    listener.Start();
                    held.Add(listener);
                }
                catch (SocketException)
                {
                    listener.Dispose();
                }
            }

            return [.. held.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            held.ForEach(l => l.Dispose());
        }
    }
}
