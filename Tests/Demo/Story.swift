import FileSystem
import RecordedMachines

/// What happens to a license: issued, installed, the computer replaced, the key pulled.
struct Story {
    let programs: DemoPrograms
    let key: any DemoKey

    func tell() throws {
        try issue()
        try install()
        try replaceComputer()
        try pullKey()
        print("\nThat is the story: the license goes where its key goes.")
    }

    private func issue() throws {
        heading("The publisher makes its keys and issues a license bound to a USB key")
        try programs.run("keybound-center init --publisher Example-Publisher")
        try programs.run(
            "keybound-center issue --product planner --licensee Example-Institute "
                + "--bind key:\(key.id) -o planner.lic")
    }

    private func install() throws {
        heading("The site plugs the key in: the license is valid")
        key.plugIn()
        try programs.run("keybound keys list")
        try programs.run("keybound publisher add publisher/publisher.jwk")
        try programs.run("keybound license install planner.lic")
        try programs.run("keybound license verify")
    }

    private func replaceComputer() throws {
        heading("Mainboard, disks, memory, network and system are replaced: it stays valid")
        let server = try RecordedMachine.server()
        try programs.run("keybound machine show --sysroot \(server.sysroot.path)")
        try programs.run("keybound license verify --sysroot \(server.sysroot.path)")
    }

    private func pullKey() throws {
        heading("The key is pulled: the license is refused, with the reason")
        guard try key.pullOut() else { return }
        try programs.run("keybound license verify", expecting: 3)
        heading("The key is back: the license is valid again")
        key.plugIn()
        try programs.run("keybound license verify")
    }

    private func heading(_ text: String) {
        print("\n== \(text)\n")
    }
}
