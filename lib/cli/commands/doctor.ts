import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('doctor')
    .description('check this machine and this project, and say what to do')
    .action(async () => {
      const { doctor } = await import('../doctor/doctor.js');
      process.exitCode = await doctor();
    });
}
