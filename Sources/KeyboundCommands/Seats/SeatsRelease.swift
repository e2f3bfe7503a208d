import ArgumentParser
import CommandLineFront
import SeatProtocol

struct SeatsRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Give back a seat that was taken by keybound seats claim."
    )

    @Argument(help: "The lease.", transform: { try LeaseID.argument($0) })
    var lease: LeaseID

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await KeptSeats(store.store()).giveBack(lease, daemon, output)
    }
}
