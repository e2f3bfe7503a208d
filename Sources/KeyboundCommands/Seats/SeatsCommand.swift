import ArgumentParser

struct SeatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seats",
        abstract: "Seats of the network: who has them, and seats to take along.",
        subcommands: [
            SeatsList.self, SeatsWho.self, SeatsClaim.self, SeatsRelease.self, SeatsBorrow.self,
            SeatsReturn.self, SeatsFree.self, SeatsDenials.self, SeatsServer.self,
        ])
}
