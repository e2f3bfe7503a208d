import ArgumentParser
import CommandLineFront
import SeatProtocol

struct SeatsReturn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return", abstract: "Give back a borrowed seat before its time.")

    @Argument(help: "The lease.", transform: { try LeaseID.argument($0) })
    var lease: LeaseID

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await KeptSeats(store.store()).giveBack(lease, daemon, output)
    }
}
